import { type CompositionSettings, defaultCompositionSettings } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../tests/support/seededRandom.ts';
import { FakeClock } from '../../core/FakeClock.ts';
import { silentLogger } from '../../core/logger.ts';
import type { OnAirPerson } from '../../rooms/ports/ShowFeed.ts';
import type { CompositorEnd } from '../compositor/CompositorProcess.ts';
import { aConfig } from '../delivery/deliveryFakes.ts';
import { isTag, type StreamItem, timeOf } from './StreamItem.ts';
import { StreamSources } from './StreamSources.ts';
import { FakeComposed, FakeSolo } from './sourceFakes.ts';

const person: OnAirPerson = {
  personId: 'p',
  roomId: 'room',
  seat: 0,
  isRival: false,
  user: { id: 'u', name: 'n', avatarUrl: null },
  video: null,
  audio: null,
};

function create(people = 1) {
  const clock = new FakeClock(0);
  const solos: FakeSolo[] = [];
  const mixes: FakeComposed[] = [];
  const items: StreamItem[] = [];
  const gone: number[] = [];
  const room = { people, settings: defaultCompositionSettings as CompositionSettings };
  const sources = new StreamSources({
    feed: {
      people: () => Array.from({ length: room.people }, (_, i) => ({ ...person, personId: `p${i}` })),
      composition: () => room.settings,
    },
    originMs: 0,
    createSolo: (events) => {
      const solo = new FakeSolo(events);
      solos.push(solo);
      return solo;
    },
    createComposed: (events) => {
      const mix = new FakeComposed(events);
      mixes.push(mix);
      return mix;
    },
    clock,
    log: silentLogger(),
    onItem: (item) => items.push(item),
    onPersonGone: (atMs) => gone.push(atMs),
    onSpawnFailed: () => {},
  });
  const pass = (ms: number) => {
    for (let left = ms; left > 0; left -= 20) {
      clock.advance(Math.min(20, left));
      for (const source of [...solos, ...mixes]) source.give(clock.nowMs());
    }
  };
  const startSolo = (solo = solos.at(-1)) => solo?.beginAt(clock.nowMs());
  const change = (count: number) => {
    room.people = count;
    sources.follow();
  };
  const inForce = () => [...solos, ...mixes].filter((source) => source.closes === 0 && source.isGiving);
  const times = () => items.filter((item) => item.kind === 'video').map(timeOf);
  return { clock, solos, mixes, items, gone, room, sources, pass, startSolo, change, inForce, times };
}

const died: CompositorEnd = { kind: 'exited', code: null, signal: 'SIGKILL' };
const maxStep = (times: number[]) => Math.max(...times.slice(1).map((ms, i) => ms - (times[i] ?? ms)));

/** A stream that shows two people. */
function composed() {
  const made = create(2);
  made.sources.start();
  made.mixes[0]?.becomeReady();
  made.pass(2000);
  return made;
}

describe('a stream', () => {
  it('of one person is copied, and no compositor runs', () => {
    const { sources, pass, startSolo, solos, mixes, times } = create();
    sources.start();
    startSolo();
    pass(2000);
    expect([solos.length, mixes.length, maxStep(times())]).toEqual([1, 0, 40]);
  });

  it('of two begins composed, and nothing is copied', () => {
    const { solos, mixes, times } = composed();
    expect([solos.length, mixes.length, maxStep(times())]).toEqual([0, 1, 40]);
  });

  it('goes over to the mix when that is ready, stops copying, and comes back some time after the guest has gone', () => {
    const { sources, pass, startSolo, solos, mixes, change, times } = create();
    sources.start();
    startSolo();
    pass(1000);
    change(2);
    pass(1500);
    expect(mixes[0]?.begunAtMs).toBeNull();
    mixes[0]?.becomeReady();
    pass(1000);
    expect([solos[0]?.closes, mixes[0]?.closes]).toEqual([1, 0]);
    change(1);
    pass(1900);
    expect(solos).toHaveLength(1);
    pass(200);
    startSolo();
    pass(2000);
    expect([solos.length, mixes[0]?.closes, solos[1]?.closes]).toEqual([2, 1, 0]);
    expect(maxStep(times())).toBeLessThanOrEqual(80);
  });

  it('that is going back stays composed when somebody comes again', () => {
    const { pass, solos, mixes, change, times } = composed();
    change(1);
    pass(2100);
    expect(solos).toHaveLength(1);
    change(2);
    pass(1000);
    expect([solos[0]?.closes, mixes.length, mixes[0]?.closes, maxStep(times())]).toEqual([1, 1, 0, 40]);
  });

  it('says from when on somebody is gone, if they could be seen', () => {
    const { clock, change, gone } = composed();
    change(3);
    expect(gone).toEqual([]);
    change(2);
    expect(gone).toEqual([clock.nowMs()]);
    const alone = create(2);
    alone.sources.start();
    alone.change(1);
    expect(alone.gone).toEqual([]);
  });

  it('does not show somebody who has left before the switch, and loses nothing for it', () => {
    const { clock, sources, pass, startSolo, mixes, change, times, items } = create();
    sources.start();
    startSolo();
    pass(1000);
    change(3);
    const [mix] = mixes;
    mix?.becomeReady();
    pass(200);
    change(2);
    const goneAtMs = clock.nowMs();
    pass(3000);
    expect([mix?.replaced, mix?.closes, maxStep(times())]).toEqual([[], 0, 40]);
    const begins = items.filter(({ kind }) => kind === 'config').length;
    expect(begins).toBe(2);
    const switchAt = items.findLastIndex(({ kind }) => kind === 'config');
    const shown = items.slice(switchAt).filter((item) => item.kind === 'video');
    expect(Math.min(...shown.map(timeOf))).toBeGreaterThanOrEqual(goneAtMs);
  });

  it('survives a source that cannot be closed', async () => {
    const { sources, mixes } = composed();
    const [mix] = mixes;
    if (mix) mix.close = () => Promise.reject(new Error('no'));
    await expect(sources.finish()).resolves.toBeUndefined();
  });

  it('gives its last tags when it finishes, and holds no timer', async () => {
    const { clock, sources, pass, mixes, solos } = composed();
    await sources.finish();
    pass(100);
    expect([mixes[0]?.closes, solos.length, clock.pendingTimers, sources.childCount]).toEqual([1, 0, 0, 0]);
  });
});

describe('a compositor', () => {
  it('that is not there in time is stood in for by the anchor, and comes after that', () => {
    const { sources, pass, startSolo, solos, mixes, times } = create(2);
    sources.start();
    pass(2900);
    expect(solos).toHaveLength(0);
    pass(200);
    mixes[0]?.becomeReady();
    expect(mixes[0]?.begunAtMs).toBeNull();
    startSolo();
    pass(500);
    expect(mixes[0]?.begunAtMs).not.toBeNull();
    pass(1000);
    expect([solos[0]?.closes, mixes[0]?.closes]).toEqual([1, 0]);
    expect(maxStep(times())).toBeLessThanOrEqual(80);
  });

  it('that has begun and gives nothing is stood in for too, and replaced then', () => {
    const { sources, pass, startSolo, solos, mixes, times } = create(2);
    sources.start();
    const [mix] = mixes;
    if (mix) mix.isSilent = true;
    pass(2000);
    mix?.becomeReady();
    pass(1100);
    expect(solos).toHaveLength(1);
    startSolo();
    pass(500);
    expect(mix?.replaced).toHaveLength(1);
    pass(500);
    mixes[1]?.becomeReady();
    pass(1000);
    expect([mixes.length, solos[0]?.closes, maxStep(times()) <= 80]).toEqual([2, 1, true]);
  });

  it('that gives its first picture before the one that was to stand in for it is shown', () => {
    const { sources, pass, solos, mixes, clock } = create(2);
    sources.start();
    const [mix] = mixes;
    if (mix) mix.isSilent = true;
    mix?.becomeReady();
    pass(3100);
    expect(solos).toHaveLength(1);
    mix?.beginAt(clock.nowMs() - 300);
    pass(500);
    expect([solos[0]?.closes, mix?.replaced, mix?.closes]).toEqual([1, [], 0]);
  });

  it('that dies between its config and its first picture is stood in for all the same', () => {
    const { sources, pass, startSolo, solos, mixes, times, clock } = create(2);
    sources.start();
    const [mix] = mixes;
    if (mix) mix.isSilent = true;
    mix?.becomeReady();
    pass(3100);
    mix?.onItem({ kind: 'config', config: aConfig(), atMs: clock.nowMs(), wallClockMs: 0 });
    mix?.end(died);
    startSolo();
    pass(1000);
    expect([solos.length, times().length > 20, maxStep(times())]).toEqual([1, true, 40]);
  });

  it('that dies on air is replaced at once, and stood in for meanwhile', () => {
    const { pass, startSolo, solos, mixes, sources } = composed();
    mixes[0]?.end(died);
    pass(20);
    expect([solos.length, mixes.length]).toEqual([1, 2]);
    startSolo();
    pass(1000);
    mixes[1]?.becomeReady();
    pass(1000);
    expect([solos[0]?.closes, mixes[1]?.isGiving, sources.figures.restarts]).toEqual([1, true, 1]);
  });

  it('that keeps dying is tried ever more rarely, and the anchor goes on', () => {
    const { sources, pass, startSolo, solos, mixes, times } = create(2);
    sources.start();
    mixes[0]?.end(died);
    startSolo();
    for (let i = 0; i < 40; i++) {
      pass(500);
      mixes.at(-1)?.end(died);
    }
    expect(mixes.length).toBeLessThan(12);
    expect([solos.length, solos[0]?.closes, maxStep(times())]).toEqual([1, 0, 40]);
  });

  it('that gives nothing when it should is killed, and not a picture of the anchor is lost', () => {
    const { sources, pass, startSolo, solos, mixes, change, times } = create();
    sources.start();
    startSolo();
    pass(1000);
    change(2);
    const [mix] = mixes;
    if (mix) mix.isSilent = true;
    mix?.becomeReady();
    pass(2000);
    expect([mix?.replaced.length, mixes.length, solos[0]?.closes, maxStep(times())]).toEqual([1, 2, 0, 40]);
  });

  it('gets more time at each seam that it has missed', () => {
    const { sources, pass, startSolo, mixes, change } = create();
    sources.start();
    startSolo();
    pass(1000);
    change(2);
    const waits: number[] = [];
    for (let i = 0; i < 4; i++) {
      pass(5000);
      const mix = mixes.at(-1);
      if (mix) mix.isSilent = true;
      mix?.becomeReady();
      let waitedMs = 0;
      for (; mix?.replaced.length === 0; waitedMs += 20) pass(20);
      waits.push(waitedMs);
    }
    expect(waits).toEqual([900, 1800, 3600, 3600]);
  });

  it('that is no longer wanted before it was shown goes', () => {
    const { room, sources, pass, startSolo, mixes, change, times } = create();
    sources.start();
    startSolo();
    pass(1000);
    change(2);
    room.settings = { ...room.settings, mode: 'never' };
    sources.follow();
    mixes[0]?.becomeReady();
    pass(1000);
    expect([mixes[0]?.closes, mixes[0]?.begunAtMs, maxStep(times())]).toEqual([1, null, 40]);
  });
});

describe('whatever happens', () => {
  it.each(Array.from({ length: 30 }, (_, seed) => seed + 1))(
    'there is one stream, and no source too many (seed %i)',
    async (seed) => {
      const next = seededRandom(seed);
      const random = (below: number) => Math.floor(next() * below);
      const { clock, sources, solos, mixes, items, pass, change, inForce, times } = create(1 + random(2));
      sources.start();
      for (let step = 0; step < 150; step++) {
        const mix = mixes.at(-1);
        const task = random(7);
        if (task === 0) change(random(4));
        if (task === 1 && random(3) === 0) mix?.end(died);
        if (task === 2) mix?.becomeReady();
        if (task === 3 && mix) mix.isSilent = random(4) === 0;
        for (const solo of solos) if (!solo.isGiving && solo.closes === 0) solo.beginAt(clock.nowMs());
        pass(20 + random(600));
        expect(solos.filter(({ closes }) => closes === 0).length).toBeLessThanOrEqual(1);
        expect(mixes.filter(({ closes, childCount }) => closes === 0 && childCount > 0).length).toBeLessThan(
          2,
        );
      }
      const given = times();
      expect(given).toEqual(given.toSorted((a, b) => a - b));
      const firstTag = items.findIndex(isTag);
      expect(items.slice(0, firstTag).some(({ kind }) => kind === 'config')).toBe(true);
      change(1);
      for (let i = 0; i < 20; i++) {
        for (const solo of solos) if (!solo.isGiving && solo.closes === 0) solo.beginAt(clock.nowMs());
        pass(500);
      }
      expect(inForce()).toEqual([solos.at(-1)]);
      expect(clock.nowMs() - (times().at(-1) ?? 0)).toBeLessThan(300);
      await sources.finish();
      expect(clock.pendingTimers).toBe(0);
    },
  );
});
