import type { UserRef } from '@lianmai/shared';
import { absoluteUrl } from '../../app/absoluteUrl';
import { hueOf, initial } from '../marks';

const nobody: UserRef = { id: '', name: '', avatarUrl: null };

/** Somebody's picture, or the first character of their name on a colour of their own. The name stands beside it. */
export default Component({
  properties: {
    user: { type: Object, value: nobody },
    /** Edge length in rpx. */
    size: { type: Number, value: 80 },
  },
  data: { style: '', letter: '', src: '' },
  observers: {
    'user, size'(user: UserRef | null, size: number) {
      const { id, name, avatarUrl } = user ?? nobody;
      this.setData({
        style: `width:${size}rpx;height:${size}rpx;font-size:${Math.round(size * 0.42)}rpx;background:${colour(id)}`,
        letter: initial(name),
        src: avatarUrl ? absoluteUrl(avatarUrl) : '',
      });
    },
  },
  methods: {
    onPictureError() {
      this.setData({ src: '' });
    },
  },
});

function colour(id: string): string {
  const hue = hueOf(id);
  return `linear-gradient(140deg, hsl(${hue}, 62%, 58%), hsl(${(hue + 40) % 360}, 58%, 44%))`;
}
