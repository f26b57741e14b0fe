import { emptyStageSheet } from './StagePart';
import { stageTexts } from './stageTexts';

/** Who is on stage, and asking to come. Events: `close`, `video` (`{ withVideo }`), `apply`, `withdraw`, `leave`. */
export default Component({
  properties: {
    view: { type: Object, value: emptyStageSheet },
    t: { type: Object, value: stageTexts.zh },
  },
  methods: {
    onClose() {
      this.triggerEvent('close');
    },
    onVideo({ currentTarget }: WechatMiniprogram.TouchEvent) {
      this.triggerEvent('video', { withVideo: currentTarget.dataset.video === 'on' });
    },
    onApply() {
      if (this.data.view.whyNot === '') this.triggerEvent('apply');
    },
    onWithdraw() {
      this.triggerEvent('withdraw');
    },
    onLeave() {
      this.triggerEvent('leave');
    },
  },
});
