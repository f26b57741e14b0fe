import { describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../../core/FakeClock.ts';
import { silentLogger } from '../../core/logger.ts';
import {
  aConfig,
  aLayout,
  audioTag,
  FakeConnection,
  feed,
  scriptsIn,
  tagsIn,
  videoTag,
} from '../delivery/deliveryFakes.ts';
import { Relay } from './Relay.ts';

function live() {
  const clock = new FakeClock();
  const relay = new Relay({ clock, log: silentLogger() });
  relay.onConfig(aConfig());
  const join = () => {
    const connection = new FakeConnection();
    const player = relay.addPlayer(connection);
    return { connection, player };
  };
  return { clock, relay, join };
}

describe('Relay', () => {
  it('gives a late player headers and everything since the last keyframe at once, sound included', () => {
    const { relay, join } = live();
    feed(relay, { toMs: 1500 });
    const tags = tagsIn(join().connection.written);
    expect(tags.slice(0, 4).map((tag) => tag.kind)).toEqual([
      'script',
      'videoHeader',
      'audioHeader',
      'video',
    ]);
    expect(tags[3]).toMatchObject({ isKeyframe: true, timestampMs: 998 });
    expect(tags.filter((tag) => tag.kind === 'video')).toHaveLength(13);
    expect(tags.filter((tag) => tag.kind === 'audio').length).toBeGreaterThan(20);
  });

  it('writes once per picture, not once per tag', () => {
    const { relay, join } = live();
    feed(relay, { toMs: 1000 });
    const { connection } = join();
    const before = connection.written.length;
    feed(relay, { fromMs: 1000, toMs: 2000 });
    expect(connection.written.length - before).toBeLessThanOrEqual(27);
  });

  it('does not join the group of pictures while nobody comes', () => {
    const { relay, join } = live();
    const concat = vi.spyOn(Buffer, 'concat');
    feed(relay, { toMs: 1900 });
    const longest = () => Math.max(...concat.mock.calls.map(([list]) => list.length));
    expect(longest()).toBeLessThan(10);
    join();
    expect(longest()).toBeGreaterThan(10);
    concat.mockRestore();
  });

  it('gives nothing of somebody who has left to a player that comes later', () => {
    const { relay, join } = live();
    feed(relay, { toMs: 1500 });
    const early = join().connection;
    relay.onPersonGone(2100);
    const late = [join().connection];
    feed(relay, { fromMs: 1500, toMs: 2500 });
    late.push(join().connection);
    expect(late[1]?.written).toEqual([]);
    feed(relay, { fromMs: 2500, toMs: 3200 });
    late.push(join().connection);
    const firstPicture = (connection: FakeConnection) =>
      tagsIn(connection.written).find((tag) => tag.kind === 'video')?.timestampMs ?? 0;
    expect(late.slice(1).map(firstPicture)).toEqual([2498, 2498]);
    expect(tagsIn(early.written).at(-1)?.timestampMs).toBeGreaterThan(3100);
  });

  it('serialises a tag once for everybody', () => {
    const { relay, join } = live();
    feed(relay, { toMs: 1000 });
    const [one, other] = [join(), join()];
    feed(relay, { fromMs: 1000, toMs: 1100 });
    expect(one.connection.written.at(-1)).toBe(other.connection.written.at(-1));
  });

  it('puts changed headers before the keyframe and drops sound that no decoder is set for', () => {
    const { relay, join } = live();
    feed(relay, { toMs: 1000 });
    const { connection } = join();
    connection.written.length = 0;
    relay.onConfig(aConfig({ width: 640 }));
    relay.onTag(audioTag(1000));
    relay.onTag(videoTag(1005, true));
    const kinds = tagsIn(connection.written).map((tag) => tag.kind);
    expect(kinds.slice(-3)).toEqual(['videoHeader', 'audioHeader', 'video']);
    expect(kinds.filter((kind) => kind === 'videoHeader')).toHaveLength(1);
  });

  it('does not repeat headers for a configuration that is the same', () => {
    const { relay, join } = live();
    feed(relay, { toMs: 1000 });
    const { connection } = join();
    connection.written.length = 0;
    relay.onConfig(aConfig());
    feed(relay, { fromMs: 1000, toMs: 1200 });
    expect(tagsIn(connection.written).some((tag) => tag.kind === 'videoHeader')).toBe(false);
  });

  it('closes the hole that a replaced ffmpeg leaves', () => {
    const { relay, join } = live();
    feed(relay, { toMs: 1000 });
    const { connection } = join();
    relay.onConfig(aConfig());
    feed(relay, { fromMs: 4000, toMs: 4500 });
    const tags = tagsIn(connection.written).filter((tag) => tag.kind === 'video');
    const steps = tags.slice(1).map((tag, index) => tag.timestampMs - (tags[index]?.timestampMs ?? 0));
    expect(Math.max(...steps)).toBeLessThanOrEqual(80);
    expect(Math.min(...steps)).toBeGreaterThan(0);
  });

  it('is ready with the first keyframe, and not after a timeout', async () => {
    const { clock, relay } = live();
    const tooEarly = relay.ready(10_000);
    clock.advance(10_000);
    expect(await tooEarly).toBe(false);
    const inTime = relay.ready(10_000);
    relay.onTag(videoTag(0, true));
    expect(await inTime).toBe(true);
    expect(clock.pendingTimers).toBe(0);
  });

  it('ends its players with the show and destroys those that do not drain', () => {
    const { clock, relay, join } = live();
    feed(relay, { toMs: 1000 });
    const [quick, stuck] = [join(), join()];
    relay.onEnd();
    quick.player.close();
    clock.advance(10_000);
    expect([quick.connection.isEnded, quick.connection.isDestroyed]).toEqual([true, false]);
    expect([stuck.connection.isEnded, stuck.connection.isDestroyed]).toEqual([true, true]);
    expect([relay.playerCount, clock.pendingTimers]).toEqual([0, 0]);
  });

  it('keeps a slow player from everybody else', () => {
    const { relay, join } = live();
    feed(relay, { toMs: 1000 });
    const [slow, quick] = [join(), join()];
    slow.connection.writableLength = 10_000_000;
    const before = slow.connection.written.length;
    feed(relay, { fromMs: 1000, toMs: 3000 });
    expect(slow.connection.written.length).toBe(before);
    expect(tagsIn(quick.connection.written).at(-1)?.timestampMs).toBeGreaterThan(2900);
  });
});

describe('Relay with a layout', () => {
  const layouts = (connection: FakeConnection) =>
    scriptsIn(connection.written).filter(({ name }) => name === 'onLayout');

  it('tells players of a change where it happens, in order with the pictures', () => {
    const { relay, join } = live();
    feed(relay, { toMs: 1000 });
    const { connection } = join();
    relay.onLayout(aLayout(), { timestampMs: 1000 });
    feed(relay, { fromMs: 1000, toMs: 1100 });
    expect(layouts(connection)).toEqual([{ name: 'onLayout', value: aLayout(), timestampMs: 1000 }]);
    const kinds = tagsIn(connection.written).map(({ kind, timestampMs }) => `${kind} ${timestampMs}`);
    const at = kinds.indexOf('script 1000');
    expect(kinds.slice(0, at).every((kind) => Number(kind.split(' ')[1]) <= 1000)).toBe(true);
    expect(kinds.slice(at + 1).every((kind) => Number(kind.split(' ')[1]) >= 998)).toBe(true);
  });

  it('tells it with new headers: after them, before their first picture', () => {
    const { relay, join } = live();
    feed(relay, { toMs: 1000 });
    const { connection } = join();
    connection.written.length = 0;
    relay.onConfig(aConfig({ width: 640 }));
    relay.onLayout(aLayout(), { timestampMs: 1000 });
    relay.onTag(videoTag(1005, true));
    const kinds = tagsIn(connection.written).map(({ kind }) => kind);
    expect(kinds.slice(-4)).toEqual(['videoHeader', 'audioHeader', 'script', 'video']);
    expect(layouts(connection)).toHaveLength(1);
  });

  it('repeats it after each new headers, and not otherwise', () => {
    const { relay, join } = live();
    relay.onLayout(aLayout(), { timestampMs: 0 });
    feed(relay, { toMs: 1000 });
    const { connection } = join();
    expect(layouts(connection)).toHaveLength(1);
    feed(relay, { fromMs: 1000, toMs: 3000 });
    expect(layouts(connection)).toHaveLength(1);
    relay.onConfig(aConfig({ width: 640 }));
    feed(relay, { fromMs: 3000, toMs: 3040, keyframeEveryMs: 1 });
    relay.onTag(videoTag(3040, true));
    expect(layouts(connection)).toHaveLength(2);
  });

  it('gives a late player the layout of its first picture, then the changes since', () => {
    const { relay, join } = live();
    relay.onLayout(aLayout('first'), { timestampMs: 0 });
    feed(relay, { toMs: 1500 });
    relay.onLayout(aLayout('second'), { timestampMs: 1500 });
    for (const atMs of [1520, 1560]) relay.onTag(videoTag(atMs));
    const { connection } = join();
    expect(layouts(connection)).toEqual([
      { name: 'onLayout', value: aLayout('first'), timestampMs: 998 },
      { name: 'onLayout', value: aLayout('second'), timestampMs: 1500 },
    ]);
    relay.onTag(videoTag(2000, true));
    expect(layouts(connection)).toHaveLength(2);
  });

  it('says when the anchor is alone again, and nothing of the kind before', () => {
    const alone = aLayout('nobody', { isComposed: false, tiles: [] });
    const { relay, join } = live();
    relay.onLayout(alone, { timestampMs: 0 });
    feed(relay, { toMs: 1000 });
    const { connection } = join();
    expect(layouts(connection)).toEqual([]);
    relay.onLayout(aLayout(), { timestampMs: 1000 });
    feed(relay, { fromMs: 1000, toMs: 2000 });
    relay.onLayout(alone, { timestampMs: 2000 });
    expect(layouts(connection).map(({ value }) => value)).toEqual([aLayout(), alone]);
  });

  it('tells a player that has skipped the one that is in force when it goes on', () => {
    const { relay, join } = live();
    relay.onLayout(aLayout('first'), { timestampMs: 0 });
    feed(relay, { toMs: 1000 });
    const { connection } = join();
    connection.writableLength = 10_000_000;
    feed(relay, { fromMs: 1000, toMs: 1500 });
    relay.onLayout(aLayout('second'), { timestampMs: 1500 });
    expect(layouts(connection)).toHaveLength(1);
    connection.writableLength = 0;
    feed(relay, { fromMs: 1500, toMs: 2600 });
    relay.onTag(videoTag(2600, true));
    expect(layouts(connection).at(-1)?.value).toEqual(aLayout('second'));
    expect(layouts(connection)).toHaveLength(2);
  });
});
