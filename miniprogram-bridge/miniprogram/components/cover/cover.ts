import { absoluteUrl } from '../../app/absoluteUrl';
import { hash, initial } from '../marks';

/** A room's picture: its own, or one drawn from its id, so that every room is recognisable. Fills what it stands in. */
export default Component({
  properties: {
    roomId: { type: String, value: '' },
    title: { type: String, value: '' },
    src: { type: String, value: '' },
  },
  data: { style: '', letter: '', picture: '' },
  observers: {
    'roomId, title, src'(roomId: string, title: string, src: string) {
      this.setData({
        style: drawn(roomId),
        letter: initial(title),
        picture: src === '' ? '' : absoluteUrl(src),
      });
    },
  },
  methods: {
    onPictureError() {
      this.setData({ picture: '' });
    },
  },
});

// Those of the web client: a free hue wheel gives mud and mustard.
const palettes = [
  ['#ff5a4f', '#ff9a5c', '#3a0d24'],
  ['#4fe3c1', '#2b8cff', '#061f3a'],
  ['#ffc148', '#ff5a7a', '#3b1020'],
  ['#8f7bff', '#ff6fae', '#1c0f45'],
  ['#3ad0ff', '#6a5cff', '#0a1747'],
  ['#b6f26a', '#1fbf8f', '#06291f'],
  ['#ff7ac3', '#ffb36b', '#3d0f34'],
  ['#6fe0ff', '#57d38c', '#08283a'],
] as const;

function drawn(seed: string): string {
  const value = hash(seed);
  const [bright, warm, deep] = palettes[value % palettes.length] ?? palettes[0];
  const x = 10 + ((value >>> 4) % 80);
  const y = 10 + ((value >>> 9) % 60);
  return (
    `background:radial-gradient(90% 70% at ${x}% ${y}%, ${bright}, transparent 75%),` +
    `radial-gradient(80% 70% at ${100 - x}% ${110 - y}%, ${warm}, transparent 80%),${deep}`
  );
}
