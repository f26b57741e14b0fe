import { emptyGiftSheet } from './GiftDesk';
import { giftTexts } from './giftTexts';

/** What can be given. Events: `close`, `load`, `choose` (`{ id }`), `count` (`{ count }`), `give`, `topup`. */
export default Component({
  properties: {
    view: { type: Object, value: emptyGiftSheet },
    t: { type: Object, value: giftTexts.zh },
  },
  methods: {
    onClose() {
      this.triggerEvent('close');
    },
    onLoad() {
      this.triggerEvent('load');
    },
    onTile({ currentTarget }: WechatMiniprogram.TouchEvent) {
      this.triggerEvent('choose', { id: currentTarget.dataset.id });
    },
    onCount({ currentTarget }: WechatMiniprogram.TouchEvent) {
      this.triggerEvent('count', { count: currentTarget.dataset.count });
    },
    onGive() {
      this.triggerEvent('give');
    },
    onTopUp() {
      this.triggerEvent('topup');
    },
  },
});
