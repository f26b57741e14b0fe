import { bilingual } from '../../../i18n/bilingual';

export const audienceTexts = bilingual({
  title: ['观众', 'Audience'],
  close: ['关闭', 'Close'],
  audience: ['在线观众', 'Watching'],
  givers: ['贡献榜', 'Top givers'],
  show: ['本场榜', 'This show'],
  day: ['日榜', 'Today'],
  all: ['总榜', 'All time'],
  loading: ['正在加载', 'Loading'],
  failed: ['加载失败', 'That did not load'],
  retry: ['重试', 'Try again'],
  more: ['查看更多', 'More'],
  empty: ['还没有观众，分享给朋友吧', 'Nobody yet. Share the room.'],
  noGivers: ['还没有人上榜，快来抢占榜一！', 'Nobody yet. Be the first.'],
  unnamed: ['另有 {count} 位未登录观众', 'and {count} without a name'],
  gave: ['已送 {coins} 金币', 'gave {coins} coins'],
  you: ['我', 'you'],
  anchor: ['主播', 'Host'],
  moderator: ['房管', 'Mod'],
  operator: ['官方', 'Staff'],
  coHost: ['连麦', 'On stage'],
});

export type AudienceTexts = (typeof audienceTexts)['zh'];
