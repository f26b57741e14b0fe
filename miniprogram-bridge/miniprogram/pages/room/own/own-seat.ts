import type { PushState } from '../../../components/pusher/pushSteps';
import { emptyOwnSeat } from '../stage/OwnSeat';
import { stageTexts } from '../stage/stageTexts';

/** Our own picture while we are on stage. Events: `push` (a `PushState`), `sound`, `leave`, `again` (to begin anew). */
export default Component({
  properties: {
    view: { type: Object, value: emptyOwnSeat },
    t: { type: Object, value: stageTexts.zh },
  },
  methods: {
    onPush({ detail }: WechatMiniprogram.CustomEvent<PushState>) {
      this.triggerEvent('push', detail);
    },
    onSound() {
      this.triggerEvent('sound');
    },
    onFlip() {
      this.selectComponent('#push')?.flip();
    },
    onLeave() {
      this.triggerEvent('leave');
    },
    onSettings({ detail }: WechatMiniprogram.CustomEvent<{ authSetting: Record<string, boolean> }>) {
      if (detail.authSetting['scope.record']) this.triggerEvent('again');
    },
    onRetry() {
      this.triggerEvent('again');
    },
  },
});
