import { describe, expect, it } from 'vitest';
import { identity, roomFixture } from '../../testing/roomFixture.ts';
import type { Actor } from './Actor.ts';

function actor(userId: string, grants: Parameters<typeof identity>[1] = {}): Actor {
  return { identity: identity(userId, grants), origin: 'test' };
}

const refusal = (code: string) => expect.objectContaining({ code });
const anna = actor('anna');

describe('Words', () => {
  it('leaves the lists of the platform to operators of the platform', async () => {
    const { words } = roomFixture().order;
    const ofOneRoom = actor('op', { role: 'operator', room: 'r1' });
    expect(() => words.list(ofOneRoom)).toThrowError(refusal('forbidden'));
    await expect(words.write(ofOneRoom, 'politics', '')).rejects.toEqual(refusal('forbidden'));
    expect(words.list(actor('op', { role: 'operator' }))).toEqual([]);
  });

  it('tests a sentence only so often for one person', () => {
    const { order, room, clock } = roomFixture();
    const test = (by: Actor) => order.words.test(by, room, 'text');
    for (let i = 0; i < 20; i += 1) test(anna);
    expect(() => test(anna)).toThrowError(refusal('too_many_requests'));
    expect(test(actor('op', { role: 'operator' }))).toMatchObject({ action: null });
    clock.advance(1000);
    expect(test(anna)).toMatchObject({ action: null });
  });

  it('names the line from which on the list of a room is too much, and keeps the one before', async () => {
    const { order, room } = roomFixture();
    const lines = (count: number, lineOf: (i: number) => string) =>
      Array.from({ length: count }, (_, i) => lineOf(i)).join('\n');
    const write = (text: string) => order.words.writeOfRoom(anna, room, text);
    const wrong = (line: number, message: string) =>
      expect.objectContaining({
        code: 'invalid_request',
        fields: [{ path: `line ${line}`, message: expect.stringContaining(message) }],
      });
    await write(lines(500, (i) => `word${i}`));
    await expect(write(lines(600, (i) => `word${i}`))).rejects.toEqual(wrong(501, 'too many words'));
    const tooMany = lines(21, (i) => `ab*${i}`);
    await expect(write(tooMany)).rejects.toEqual(wrong(21, 'begin like this one'));
    // What only looks different is the same to the filter.
    const disguised = lines(21, (i) => `${'a'.repeat(1 + i)}b*c`);
    await expect(write(disguised)).rejects.toEqual(wrong(21, 'begin like this one'));
    expect(order.words.readOfRoom(anna, room)).toContain('word499');
    await write(lines(20, (i) => `ab*${i}`));
  });
});
