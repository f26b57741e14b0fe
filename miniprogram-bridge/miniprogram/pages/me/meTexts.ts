import { bilingual } from '../../i18n/bilingual';

export const meTexts = bilingual({
  signIn: ['点击登录', 'Sign in'],
  signInHint: ['登录后可以关注主播、送礼物、预约直播', 'Follow people, send gifts, be reminded of shows.'],
  guest: ['游客', 'Guest'],
  language: ['语言', 'Language'],
  languageNow: ['中文', 'English'],
  signOut: ['退出登录', 'Sign out'],
  signOutSure: [
    '退出后仍可观看直播，下次登录还是同一个账号。',
    'You can still watch, and are the same next time.',
  ],
  cancel: ['取消', 'Cancel'],
});
