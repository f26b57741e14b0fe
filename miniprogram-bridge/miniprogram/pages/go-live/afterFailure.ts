import type { PushFailure } from '../../components/pusher/pushSteps';
import type { GoLiveTexts, Screen } from './goLiveViews';

export interface AfterFailure {
  url?: '';
  isStarting?: false;
  screen?: Screen;
  denied?: string;
}

/**
 * Where the page goes when it cannot publish. On air it keeps its address: its user tries again, or allows it and goes on. Who was not on
 * air yet is where they began, and is told why: the notice goes with the address.
 */
export function afterFailure(why: PushFailure, isOnAir: boolean, t: GoLiveTexts): AfterFailure {
  const off: AfterFailure = isOnAir ? {} : { url: '', isStarting: false };
  switch (why) {
    case 'notAudited':
      return { url: '', isStarting: false, screen: 'notAudited' };
    case 'camera':
      return { ...off, screen: 'denied', denied: t.deniedCamera };
    case 'microphone':
      return { ...off, screen: 'denied', denied: t.deniedMic };
    case 'encoder':
    case 'network':
      if (!isOnAir) wx.showToast({ title: why === 'encoder' ? t.encoder : t.notBegun, icon: 'none' });
      return off;
  }
}
