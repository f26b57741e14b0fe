import { bilingual } from '../../i18n/bilingual';

export const meTexts = bilingual({
  signIn: ['点击登录', 'Sign in'],
  signInHint: ['登录后可以关注主播、送礼物、预约直播', 'Follow people, send gifts, be reminded of shows.'],
  guest: ['游客', 'Guest'],
  changePicture: ['更换头像', 'Change your picture'],
  rename: ['修改昵称', 'Change your name'],
  renamePlaceholder: ['输入昵称', 'Your name'],
  renamed: ['已保存', 'Saved'],
  save: ['保存', 'Save'],
  coins: ['我的金币', 'Coins'],
  follows: ['我的关注', 'Following'],
  followsLive: ['{count}人正在直播', '{count} live now'],
  reminders: ['直播预约', 'Shows to come'],
  myRoom: ['我要开播', 'Go live'],
  myRoomLive: ['正在直播', 'On air'],
  language: ['语言', 'Language'],
  languageNow: ['中文', 'English'],
  signOut: ['退出登录', 'Sign out'],
  signOutSure: [
    '退出后仍可观看直播，下次登录还是同一个账号。',
    'You can still watch, and are the same next time.',
  ],
  signOutGuest: ['游客退出后，金币和关注都会丢失。', 'A guest who signs out loses coins and follows.'],
  cancel: ['取消', 'Cancel'],
});
