import { describe, expect, it } from 'vitest';
import { webSocketTextFrame } from './webSocketFrame.ts';

describe('webSocketTextFrame', () => {
  it.each([
    { name: 'short', text: '弹幕', header: [0x81, 6] },
    { name: 'longest with a length of seven bits', text: 'x'.repeat(125), header: [0x81, 125] },
    { name: 'shortest with a length of sixteen bits', text: 'x'.repeat(126), header: [0x81, 126, 0, 126] },
    { name: 'longest with sixteen', text: 'x'.repeat(65_535), header: [0x81, 126, 255, 255] },
    { name: 'with sixty-four', text: 'x'.repeat(65_536), header: [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0] },
  ])('makes a $name frame', ({ text, header }) => {
    const frame = webSocketTextFrame(text);
    expect([...frame.subarray(0, header.length)]).toEqual(header);
    expect(frame.subarray(header.length).toString()).toBe(text);
  });
});
