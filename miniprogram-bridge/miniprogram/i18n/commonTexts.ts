import { bilingual } from './bilingual';

export const commonTexts = bilingual({
  appName: ['连麦', 'Lianmai'],
  liveTab: ['直播', 'Live'],
  meTab: ['我的', 'Me'],
  live: ['直播中', 'LIVE'],
  goLive: ['我要开播', 'Go live'],
  retry: ['重试', 'Try again'],
});
