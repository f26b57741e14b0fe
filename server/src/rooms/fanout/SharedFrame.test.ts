import type { RoomEvent } from '@lianmai/shared';
import { describe, expect, it, vi } from 'vitest';
import { SharedFrame } from './SharedFrame.ts';

const event = (seq: number): RoomEvent => ({ seq, at: seq, type: 'anchorReturned', data: {} });

describe('SharedFrame', () => {
  it('is encoded once by each carrier', () => {
    const frame = SharedFrame.ofEvents([event(1), event(2)]);
    const encode = vi.fn(JSON.stringify);
    expect(frame.encodedBy(encode)).toBe(frame.encodedBy(encode));
    expect(encode).toHaveBeenCalledTimes(1);
  });

  it('is an event frame with one entry and an events frame with more', () => {
    expect(SharedFrame.ofEvents([event(1)]).frame.type).toBe('event');
    expect(SharedFrame.ofEvents([event(1), event(2)]).frame.type).toBe('events');
  });

  it.each([
    { knownSeq: 0, left: [3, 4, 5] },
    { knownSeq: 2, left: [3, 4, 5] },
    { knownSeq: 3, left: [4, 5] },
    { knownSeq: 4, left: [5] },
    { knownSeq: 5, left: null },
  ])('leaves $left to who knows everything up to $knownSeq', ({ knownSeq, left }) => {
    const frame = SharedFrame.ofEvents([event(3), event(4), event(5)]).after(knownSeq)?.frame;
    const events = frame?.type === 'event' ? [frame.event] : frame?.type === 'events' ? frame.events : null;
    expect(events?.map(({ seq }) => seq) ?? null).toEqual(left);
  });
});
