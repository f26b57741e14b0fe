import { emptyAudienceSheet } from './AudiencePart';
import { audienceTexts } from './audienceTexts';

/** Who watches and who gave most. Events: `close`, `show` (`{ tab }`), `more`. */
export default Component({
  properties: {
    view: { type: Object, value: emptyAudienceSheet },
    t: { type: Object, value: audienceTexts.zh },
  },
  methods: {
    onClose() {
      this.triggerEvent('close');
    },
    onTab({ currentTarget }: WechatMiniprogram.TouchEvent) {
      this.triggerEvent('show', { tab: currentTarget.dataset.tab });
    },
    onRetry() {
      this.triggerEvent('show', { tab: this.data.view.tab });
    },
    onMore() {
      this.triggerEvent('more');
    },
  },
});
