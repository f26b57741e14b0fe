import { bilingual } from '../../i18n/bilingual';

export const remindersTexts = bilingual({
  title: ['直播预约', 'Shows to come'],
  loading: ['正在加载', 'Loading'],
  emptyTitle: ['暂无直播预告', 'No shows have been announced'],
  emptyText: ['主播发布预告后，可以在这里预约', 'Once somebody announces one, you can ask to be reminded.'],
  errorTitle: ['直播预告加载失败', 'The shows did not load'],
  remind: ['预约', 'Remind me'],
  reminded: ['已预约', 'Reminded'],
  remindedToast: ['预约成功，开播时微信会提醒你', 'WeChat will tell you when it begins.'],
  remindedQuietly: ['预约成功，开播时会在消息里提醒你', 'You will be told here when it begins.'],
});
