import { chatTexts } from './chatTexts';
import { emptyChatView } from './RoomChatPart';

/**
 * The lines of the chat, over the picture. Events: `line` (`{ key }`, one was tapped), `read` (a finger scrolls), `follow` (back at the
 * end).
 */
export default Component({
  properties: {
    view: { type: Object, value: emptyChatView },
    t: { type: Object, value: chatTexts.zh },
  },
  methods: {
    onLine({ currentTarget }: WechatMiniprogram.TouchEvent) {
      this.triggerEvent('line', { key: currentTarget.dataset.key });
    },
    onDrag() {
      this.triggerEvent('read');
    },
    onEnd() {
      this.triggerEvent('follow');
    },
  },
});
