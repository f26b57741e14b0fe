import type { LayoutInForce } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { LayoutTimeline } from './LayoutTimeline.ts';
import { readEncodedLayout, readLayout } from './readLayout.ts';

const layout = (name: string): LayoutInForce => ({
  version: 1,
  isComposed: true,
  width: 720,
  height: 1280,
  tiles: [{ roomId: 'r', seat: 0, userId: 'u', name, x: 0, y: 0, width: 720, height: 640, z: 0 }],
});
const [first, second, third] = [layout('first'), layout('second'), layout('third')];

function toBase64url(text: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

describe('LayoutTimeline', () => {
  it('puts each layout in force when the playhead reaches it', () => {
    const timeline = new LayoutTimeline();
    timeline.add(20, second);
    timeline.add(10, first);
    expect([9, 10, 19.9, 20, 500].map((position) => timeline.at(position))).toEqual([
      null,
      first,
      first,
      second,
      second,
    ]);
  });

  it('believes the last of several for one moment', () => {
    const timeline = new LayoutTimeline();
    for (const one of [first, second]) timeline.add(0, one);
    expect(timeline.at(0)).toBe(second);
  });

  it('goes on after a jump over several', () => {
    const timeline = new LayoutTimeline();
    timeline.add(1, first);
    timeline.add(2, second);
    timeline.add(3, third);
    expect(timeline.at(5)).toBe(third);
    expect(timeline.at(5)).toBe(third);
  });
});

describe('reading a layout', () => {
  const named = layout('阿明 <b>');
  const json = JSON.stringify(named);

  it('takes an object as FLV has it, JSON, and base64url as HLS has it', () => {
    expect(readLayout(named)).toEqual(named);
    expect(readLayout(json)).toEqual(named);
    expect(readEncodedLayout(toBase64url(json))).toEqual(named);
  });

  it.each([
    { what: 'nothing', message: undefined },
    { what: 'broken JSON', message: '{"version":1' },
    { what: 'a version to come', message: { ...named, version: 2 } },
    { what: 'a tile without a place', message: { ...named, tiles: [{ seat: 0 }] } },
  ])('makes nothing of $what', ({ message }) => {
    expect(readLayout(message)).toBeNull();
  });

  it.each(['', 'undefined', '***', 'e30'])('makes nothing of the attribute %j', (attribute) => {
    expect(readEncodedLayout(attribute)).toBeNull();
  });
});
