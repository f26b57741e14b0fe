import { bilingual } from '../../i18n/bilingual';

export const roomsTexts = bilingual({
  stale: ['网络不给力，显示的是刚才的列表', 'No connection. This is the list from before.'],
  offline: ['网络已断开，显示的是刚才的列表', 'You are offline. This is the list from before.'],
  emptyTitle: ['还没有人开播', 'Nobody is live'],
  emptyText: ['来当第一个吧，有摄像头和标题就够了', 'Be the first: a camera and a title are enough.'],
  errorTitle: ['直播列表加载失败', 'The list did not load'],
  loadingMore: ['正在加载', 'Loading'],
  moreFailed: ['加载失败，点击重试', 'That did not load. Tap to try again.'],
  end: ['没有更多直播了', 'That is everybody'],
  shareTitle: ['来看直播吧', 'Come and watch'],
});
