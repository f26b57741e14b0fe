import { type IconName, iconShapes } from './iconShapes';

/** One of our own icons in the colour of the text around it. Decorative: what it stands in has the words. */
export default Component({
  properties: {
    name: { type: String, value: '' as IconName | '' },
    /** Edge length in rpx. */
    size: { type: Number, value: 44 },
  },
  data: { style: '' },
  observers: {
    'name, size'(name: IconName | '', size: number) {
      this.setData({ style: name === '' ? '' : iconStyle(name, size) });
    },
  },
});

// As a mask, because an `<image>` cannot take the colour of its surroundings.
function iconStyle(name: IconName, size: number): string {
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#000" stroke-width="1.9" ` +
    `stroke-linecap="round" stroke-linejoin="round">${iconShapes[name]}</svg>`;
  const address = `url('data:image/svg+xml,${encodeURIComponent(svg).replace(/'/g, '%27')}')`;
  return `width:${size}rpx;height:${size}rpx;-webkit-mask-image:${address};mask-image:${address}`;
}
