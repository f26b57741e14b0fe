import { titleBar } from '../../../app/titleBar';
import { roomTexts } from '../roomTexts';
import { emptyHead } from './headView';

/** The top of the room, beside the host's own buttons. Events: `back`, `follow`, `audience`, `anchor`. */
export default Component({
  properties: {
    view: { type: Object, value: emptyHead },
    t: { type: Object, value: roomTexts.zh },
  },
  data: { barStyle: '' },
  lifetimes: {
    attached() {
      // Beside WeChat's capsule, which the page does not draw and must not lie under.
      const { topPx, heightPx, rightPx } = titleBar();
      this.setData({
        barStyle: `padding-top:${topPx - 4}px;min-height:${heightPx + 8}px;padding-right:${rightPx + 8}px`,
      });
    },
  },
  methods: {
    onBack() {
      this.triggerEvent('back');
    },
    onFollow() {
      this.triggerEvent('follow');
    },
    onAudience() {
      this.triggerEvent('audience');
    },
  },
});
