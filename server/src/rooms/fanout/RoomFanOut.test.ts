import type { RoomEvent } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { roomFixture } from '../../testing/roomFixture.ts';

/** A live room of `people` viewers whose connections know what they were sent. */
function audience(people: number) {
  const base = roomFixture();
  const host = base.join('anna', 'publisher');
  base.room.startShow(host.session);
  const viewers = Array.from({ length: people }, (_, i) => base.join(`v${i}`));
  base.clock.advance(3000);
  const before = viewers.map(({ link }) => link.events().length);
  const say = (title: string) => base.room.update({ title });
  const news = () => viewers.map(({ link }, i) => link.events().slice(before[i]));
  const titlesOf = (events: readonly RoomEvent[]) =>
    events.flatMap((event) => (event.type === 'roomUpdated' ? [event.data.title] : []));
  return { ...base, host, viewers, say, news, titlesOf };
}

describe('RoomFanOut', () => {
  it('tells a small room at once', () => {
    const { say, news, titlesOf } = audience(50);
    say('a');
    say('b');
    expect(news().every((events) => titlesOf(events).join() === 'a,b')).toBe(true);
  });

  it('tells a big one everything once and in order, in few frames, within its window', () => {
    const { say, news, titlesOf, viewers, clock } = audience(3000);
    const framesBefore = viewers.map(({ link }) => link.frames.length);
    for (let i = 0; i < 20; i += 1) {
      say(String(i));
      clock.advance(10);
    }
    clock.advance(120);
    const all = Array.from({ length: 20 }, (_, i) => String(i)).join();
    expect(news().filter((events) => titlesOf(events).join() !== all)).toEqual([]);
    const frames = viewers.map(({ link }, i) => link.frames.length - (framesBefore[i] ?? 0));
    expect(Math.max(...frames)).toBeLessThanOrEqual(4);
  });

  it('does not write to everybody in one tick, and encodes once for a shard', () => {
    const { say, viewers, clock } = audience(3000);
    const shares = viewers.map(() => 0);
    const encodings = new Set<unknown>();
    viewers.forEach(({ link }, i) => {
      const { sendShared } = link;
      link.sendShared = (frame) => {
        shares[i] = clock.nowMs();
        encodings.add(frame.encodedBy(JSON.stringify));
        encodings.add(frame);
        sendShared.call(link, frame);
      };
    });
    say('a');
    clock.advance(120);
    const perTick = Map.groupBy(shares, (atMs) => atMs);
    expect(Math.max(...[...perTick.values()].map((tick) => tick.length))).toBeLessThanOrEqual(250);
    // A frame object for each of 12 shards; the text is the same in all of them.
    expect(encodings.size).toBe(13);
  });

  it('lets hosts, who run the show by it, hear at once', () => {
    const { say, host, titlesOf } = audience(3000);
    say('now');
    expect(titlesOf(host.link.events()).at(-1)).toBe('now');
  });

  it('leaves nothing unsaid when the room closes', () => {
    const { say, news, titlesOf, rooms, clock } = audience(1000);
    say('last');
    rooms.close();
    expect(news().every((events) => titlesOf(events).includes('last'))).toBe(true);
    expect(news().every((events) => events.at(-1)?.type === 'showEnded')).toBe(true);
    expect(clock.pendingTimers).toBe(0);
  });
});
