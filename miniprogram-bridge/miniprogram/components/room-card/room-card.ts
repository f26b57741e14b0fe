import { roomPath } from '../../app/roomPath';
import type { RoomCard } from './roomCard';

const noCard: RoomCard = {
  id: '',
  title: '',
  coverUrl: '',
  anchor: { id: '', name: '', avatarUrl: null },
  viewers: '',
  since: '',
  label: '',
};

/** A live room in a list; a tap opens it. */
export default Component({
  properties: {
    card: { type: Object, value: noCard },
    liveText: { type: String, value: '' },
    /** Alone in its row. */
    isWide: { type: Boolean, value: false },
  },
  methods: {
    onTap() {
      wx.navigateTo({ url: roomPath(this.data.card.id) });
    },
  },
});
