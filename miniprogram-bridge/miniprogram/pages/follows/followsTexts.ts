import { bilingual } from '../../i18n/bilingual';

export const followsTexts = bilingual({
  title: ['我的关注', 'Following'],
  loading: ['正在加载', 'Loading'],
  emptyTitle: ['还没有关注任何人', 'You follow nobody yet'],
  emptyText: [
    '关注喜欢的主播，开播时第一时间收到提醒',
    'Follow people you like, and hear when they go live.',
  ],
  errorTitle: ['关注列表加载失败', 'The list did not load'],
  live: ['直播中：{title}', 'Live: {title}'],
  offAir: ['未开播', 'Off air'],
  follow: ['关注', 'Follow'],
  following: ['已关注', 'Following'],
});
