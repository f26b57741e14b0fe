import { describe, expect, it } from 'vitest';
import { seatsToCut } from './panicKeys.ts';

const onAir = [{ seat: 1 }, { seat: 4 }];
const alt = { altKey: true, ctrlKey: false, metaKey: false, repeat: false };

describe('keys of the panic button', () => {
  it.each([
    { name: 'Alt+X', key: { ...alt, code: 'KeyX' }, cut: [1, 4] },
    { name: 'Alt+4', key: { ...alt, code: 'Digit4' }, cut: [4] },
    { name: 'Alt+4 on the number pad', key: { ...alt, code: 'Numpad4' }, cut: [4] },
    { name: 'Alt+2, where nobody is on air', key: { ...alt, code: 'Digit2' }, cut: [] },
    { name: 'Alt+0, the anchor', key: { ...alt, code: 'Digit0' }, cut: [] },
    { name: 'X alone', key: { ...alt, altKey: false, code: 'KeyX' }, cut: [] },
    { name: 'AltGr+X', key: { ...alt, ctrlKey: true, code: 'KeyX' }, cut: [] },
    { name: 'a key held down', key: { ...alt, repeat: true, code: 'KeyX' }, cut: [] },
  ])('$name', ({ key, cut }) => {
    expect(seatsToCut(key, onAir)).toEqual(cut);
  });
});
