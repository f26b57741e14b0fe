import { describe, expect, it } from 'vitest';
import type { StagePerson } from './people.ts';
import { screenKey, tileBoxes } from './tileBoxes.ts';

const phone = { width: 390, height: 620 };

function person(key: string, seat: number, role: StagePerson['role'] = 'coHost'): StagePerson {
  return {
    key,
    roomId: 'room',
    seat,
    user: { id: key, name: key, avatarUrl: null },
    role,
    isOwn: false,
    isPreview: false,
    stream: null,
    hasPicture: true,
    isMicrophoneOff: false,
    isReconnecting: false,
  };
}

const anchor = person('anchor', 0, 'anchor');
const three = [anchor, person('bo', 1), person('cy', 2)];
const plain = { view: 'stage', dominantKey: null, hasScreen: false } as const;
const area = (box: { width: number; height: number } | undefined) => (box ? box.width * box.height : 0);

describe('tileBoxes', () => {
  it('has nothing before the frame has a size', () => {
    expect(tileBoxes(three, { width: 0, height: 0 }, plain).size).toBe(0);
  });

  it('gives everybody a place inside the frame', () => {
    const boxes = [...tileBoxes(three, phone, plain).values()];
    expect(boxes).toHaveLength(3);
    for (const { x, y, width, height } of boxes) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(phone.width);
      expect(y + height).toBeLessThanOrEqual(phone.height);
    }
  });

  it('makes whoever speaks large in the speaker view, and the first before anybody did', () => {
    const speaking = tileBoxes(three, phone, { ...plain, view: 'speaker', dominantKey: 'cy' });
    expect(area(speaking.get('cy'))).toBeGreaterThan(area(speaking.get('anchor')));
    const silent = tileBoxes(three, phone, { ...plain, view: 'speaker' });
    expect(area(silent.get('anchor'))).toBeGreaterThan(area(silent.get('cy')));
  });

  it('puts the rival beside the anchor, at the top of a phone', () => {
    const rival = person('eve', 0, 'rival');
    const boxes = tileBoxes([anchor, rival], phone, plain);
    expect(boxes.get('eve')?.width).toBeCloseTo(phone.width / 2, -1);
    expect(boxes.get('eve')?.x).toBeGreaterThan(boxes.get('anchor')?.x ?? 0);
    expect(boxes.get('eve')?.y).toBeLessThan(10);
  });

  it('shows a shared screen whole and large', () => {
    const boxes = tileBoxes(three, phone, { ...plain, hasScreen: true });
    expect(boxes.get(screenKey)?.fit).toBe('contain');
    expect(area(boxes.get(screenKey))).toBeGreaterThan(area(boxes.get('anchor')));
  });
});
