import type { OwnSeatView } from '../stage/OwnSeat';
import { stageTexts } from '../stage/stageTexts';

const nothing: OwnSeatView = {
  url: '',
  withVideo: true,
  isMuted: false,
  isForceMuted: false,
  isFront: true,
  isOnAir: false,
  isDenied: false,
  sentence: '',
};

/** Our own picture while we are on stage. Events: `told` (`{ code }`), `sound`, `flip`, `leave`, `allowed`. */
export default Component({
  properties: {
    view: { type: Object, value: nothing },
    t: { type: Object, value: stageTexts.zh },
  },
  methods: {
    onState({ detail }: WechatMiniprogram.CustomEvent<{ code: number }>) {
      this.triggerEvent('told', { code: detail.code });
    },
    /** `<live-pusher>` tells of refused rights here, and not by a code. */
    onError({ detail }: WechatMiniprogram.CustomEvent<{ errCode: number }>) {
      this.triggerEvent('told', { code: detail.errCode === 10002 ? -1302 : -1301 });
    },
    onSound() {
      this.triggerEvent('sound');
    },
    onFlip() {
      this.triggerEvent('flip');
    },
    onLeave() {
      this.triggerEvent('leave');
    },
    onSettings({ detail }: WechatMiniprogram.CustomEvent<{ authSetting: Record<string, boolean> }>) {
      if (detail.authSetting['scope.record']) this.triggerEvent('allowed');
    },
  },
});
