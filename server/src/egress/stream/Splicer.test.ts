import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/FakeClock.ts';
import { aConfig, audioTag, videoTag } from '../delivery/deliveryFakes.ts';
import { Splicer } from './Splicer.ts';
import { isTag, type StreamItem, timeOf } from './StreamItem.ts';

type Name = 'solo' | 'mix' | 'other';

function create() {
  const clock = new FakeClock();
  const given: { from: Name; item: StreamItem }[] = [];
  const events: string[] = [];
  const origins = new Map<StreamItem, Name>();
  const splicer = new Splicer<Name>({
    clock,
    onItem: (item) => given.push({ from: origins.get(item) ?? 'other', item }),
    onJoined: (next, before) => events.push(`${before ?? 'nothing'} → ${next}`),
    onMissed: (next) => events.push(`missed ${next}`),
  });
  const push = (from: Name, ...items: StreamItem[]) => {
    for (const item of items) {
      origins.set(item, from);
      splicer.push(from, item);
    }
  };
  const said = () => given.map(({ from, item }) => `${from[0]}:${item.kind[0]}${timeOf(item)}`);
  const times = (kind: 'video' | 'audio') =>
    given.filter(({ item }) => item.kind === kind).map(({ item }) => timeOf(item));
  return { clock, splicer, given, events, push, said, times };
}

const config = (atMs: number): StreamItem => ({ kind: 'config', config: aConfig(), atMs, wallClockMs: atMs });
const layout = (atMs: number): StreamItem => ({
  kind: 'layout',
  layout: { version: 1, isComposed: true, width: 2, height: 2, tiles: [] },
  atMs,
});
const key = (atMs: number) => videoTag(atMs, true);

/** Picture every 40 ms, sound every 64/3 ms, in order; the first picture is a keyframe, and those of each `keyEveryMs` after it. */
function stream(
  fromMs: number,
  toMs: number,
  { keyEveryMs = 1000, soundFromMs = fromMs } = {},
): StreamItem[] {
  const items: StreamItem[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += 40)
    items.push(videoTag(atMs, (atMs - fromMs) % keyEveryMs === 0));
  for (let atMs = soundFromMs; atMs < toMs; atMs += 64 / 3) items.push(audioTag(Math.round(atMs)));
  return items.toSorted((a, b) => timeOf(a) - timeOf(b));
}

/** A source in force that has given `items`. */
function steady(items = [config(0), ...stream(0, 1000)]) {
  const made = create();
  made.splicer.seek('solo');
  made.push('solo', ...items);
  return made;
}

function steps(times: number[]): number[] {
  return times.slice(1).map((ms, i) => ms - (times[i] ?? ms));
}

describe('the first source', () => {
  it('begins with its config and its first keyframe', () => {
    const { splicer, push, said, events } = create();
    push('solo', key(0));
    splicer.seek('solo');
    push('solo', config(0), layout(0), videoTag(0), key(40), audioTag(45), videoTag(80));
    expect(said()).toEqual(['s:c0', 's:l0', 's:v40', 's:a45', 's:v80']);
    expect(events).toEqual(['nothing → solo']);
    expect(splicer.current).toBe('solo');
  });

  it('may have been told where to begin', () => {
    const { splicer, push, said, clock } = create();
    splicer.joinAt('mix', 500);
    push('mix', audioTag(480), config(500), audioTag(501), key(510), videoTag(550));
    expect(said()).toEqual(['m:c500', 'm:a501', 'm:v510', 'm:v550']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('that is not the one in force is not heard', () => {
    const { push, said } = steady([config(0), key(0)]);
    push('other', key(40), audioTag(41));
    expect(said()).toEqual(['s:c0', 's:v0']);
  });
});

describe('a seam at a time agreed on', () => {
  it('cuts both kinds there, without a hole or an overlap, however late the next one is', () => {
    const { splicer, push, times, events, given } = steady();
    splicer.joinAt('mix', 1080);
    push('solo', ...stream(1000, 1400, { keyEveryMs: 9999 }));
    push('mix', config(1080), layout(1080), ...stream(1080, 1400, { soundFromMs: 1061 }));
    expect(events).toEqual(['nothing → solo', 'solo → mix']);
    expect(new Set(steps(times('video')))).toEqual(new Set([40]));
    expect(Math.min(...steps(times('audio')))).toBeGreaterThanOrEqual(11);
    expect(Math.max(...steps(times('audio')))).toBeLessThanOrEqual(22 + 21);
    const firstOfMix = given.find(({ from, item }) => from === 'mix' && item.kind === 'video');
    expect(firstOfMix?.item).toMatchObject({ timestampMs: 1080, isKeyframe: true });
    const order = given.filter(({ from }) => from === 'mix').map(({ item }) => item.kind);
    expect(order.slice(0, 2)).toEqual(['config', 'layout']);
  });

  it('lets nothing of the one before through after it, nor anything of the next before it', () => {
    const { splicer, push, given } = steady();
    splicer.joinAt('mix', 1080);
    push('mix', config(1000), ...stream(1000, 1300, { keyEveryMs: 40 }));
    push('solo', ...stream(1000, 1300));
    for (const { from, item } of given) {
      if (from === 'solo') expect(timeOf(item)).toBeLessThan(1080);
      else if (isTag(item)) expect(timeOf(item)).toBeGreaterThanOrEqual(1070);
    }
  });

  it('waits for the sound of the one before as well as for its picture', () => {
    const { splicer, push, events } = steady();
    splicer.joinAt('mix', 1080);
    push('mix', config(1080), ...stream(1080, 1300));
    push('solo', key(1040), key(1080));
    expect(events).toEqual(['nothing → solo']);
    push('solo', audioTag(1070), audioTag(1091));
    expect(events).toEqual(['nothing → solo', 'solo → mix']);
  });

  it('is given up when the next one gives nothing in time: what was held of the one before goes out', () => {
    const { clock, splicer, push, times, events, given } = steady();
    splicer.joinAt('mix', 1080);
    push('solo', ...stream(1000, 1600, { keyEveryMs: 9999 }));
    expect(times('video').at(-1)).toBe(1040);
    clock.advance(900);
    expect(events).toEqual(['nothing → solo', 'missed mix']);
    expect(steps(times('video')).every((step) => step === 40)).toBe(true);
    expect(times('video').at(-1)).toBe(1560);
    push('solo', videoTag(1600));
    push('mix', config(1080), ...stream(1080, 1700));
    expect(times('video').at(-1)).toBe(1600);
    expect(given.some(({ from }) => from === 'mix')).toBe(false);
    expect(clock.pendingTimers).toBe(0);
  });

  it.each([1400, 1800])('moves on to the keyframe of a next one that begins late, at %i', (beginsMs) => {
    const { splicer, push, times, events, given } = steady();
    splicer.joinAt('mix', 1080, 2000);
    push('solo', ...stream(1000, 2000, { keyEveryMs: 9999 }));
    push('mix', config(1080), ...stream(beginsMs, beginsMs + 400, { soundFromMs: 1061 }));
    push('solo', ...stream(2000, 2200, { keyEveryMs: 9999 }).filter((item) => timeOf(item) > 2000));
    expect(events.at(-1)).toBe('solo → mix');
    expect(new Set(steps(times('video')))).toEqual(new Set([40]));
    expect(Math.max(...steps(times('audio')))).toBeLessThanOrEqual(22 + 21);
    const ofSolo = given.filter(({ from, item }) => from === 'solo' && isTag(item));
    expect(Math.max(...ofSolo.map(({ item }) => timeOf(item)))).toBeLessThan(beginsMs);
  });

  it('waits for the one before to reach the keyframe that is late', () => {
    const { splicer, push, times, events } = steady();
    splicer.joinAt('mix', 1080);
    push('solo', ...stream(1000, 1300, { keyEveryMs: 9999 }));
    push('mix', config(1080), ...stream(1400, 1500, { soundFromMs: 1061 }));
    expect([events.length, times('video').at(-1)]).toEqual([1, 1280]);
    push('solo', ...stream(1320, 1500, { keyEveryMs: 9999 }));
    expect(events.at(-1)).toBe('solo → mix');
    expect(new Set(steps(times('video')))).toEqual(new Set([40]));
  });

  it('may begin anew: nothing of what the next one has given until then is shown, but its config', () => {
    const { splicer, push, given, events, times, clock } = steady();
    splicer.joinAt('mix', 1080);
    push('mix', config(1080), layout(1080), ...stream(1080, 1700, { soundFromMs: 1061 }));
    splicer.rejoinAt(2000, 2000);
    push('mix', layout(1720), ...stream(1720, 2200, { keyEveryMs: 280, soundFromMs: 1715 }));
    push('solo', ...stream(1000, 2200, { keyEveryMs: 9999 }));
    expect(events.at(-1)).toBe('solo → mix');
    const ofMix = given.filter(({ from }) => from === 'mix').map(({ item }) => item);
    expect(ofMix.slice(0, 2)).toEqual([config(1080), layout(1720)]);
    expect(Math.min(...ofMix.filter(isTag).map(timeOf))).toBeGreaterThanOrEqual(1988);
    expect(new Set(steps(times('video')))).toEqual(new Set([40]));
    expect(clock.pendingTimers).toBe(0);
  });

  it('happens without the one before when that has fallen silent', () => {
    const { clock, splicer, push, events, given } = steady();
    splicer.joinAt('mix', 1080);
    push('mix', config(1080), ...stream(1080, 1500, { soundFromMs: 1000 }));
    clock.advance(900);
    expect(events.at(-1)).toBe('solo → mix');
    const sound = given.filter(({ from, item }) => from === 'mix' && item.kind === 'audio');
    expect(timeOf(sound[0]?.item ?? config(0))).toBeGreaterThanOrEqual(1070);
  });

  it('takes a keyframe that is a rounding before it', () => {
    const { splicer, push, given } = steady();
    splicer.joinAt('mix', 1080);
    push('mix', config(1080), key(1079), videoTag(1119), key(2079));
    push('solo', ...stream(1000, 1200));
    expect(given.find(({ from, item }) => from === 'mix' && item.kind === 'video')?.item).toMatchObject({
      timestampMs: 1079,
    });
  });

  it('keeps a new config of the one before on its side', () => {
    const { clock, splicer, push, said } = steady([config(0), key(0)]);
    splicer.joinAt('mix', 80);
    push('solo', config(40), key(40), config(120), key(120));
    expect(said().slice(-2)).toEqual(['s:c40', 's:v40']);
    clock.advance(900);
    expect(said().slice(-2)).toEqual(['s:c120', 's:v120']);
  });
});

describe('a source that looks for its place', () => {
  it('follows at its first keyframe that is not earlier than what has gone out', () => {
    const { splicer, push, times, events, given } = steady([config(0), layout(0), ...stream(0, 3000)]);
    splicer.seek('other');
    push('other', config(2000), ...stream(2000, 3000, { keyEveryMs: 500 }));
    expect(events).toEqual(['nothing → solo']);
    push('other', ...stream(3000, 3200));
    push('solo', ...stream(3000, 3200, { keyEveryMs: 9999 }).filter((item) => timeOf(item) > 3000));
    expect(events.at(-1)).toBe('solo → other');
    expect(new Set(steps(times('video')))).toEqual(new Set([40]));
    const others = given.filter(({ from }) => from === 'other').map(({ item }) => item);
    expect(others[0]?.kind).toBe('config');
    expect(others.find((item) => item.kind === 'video')).toMatchObject({
      timestampMs: 3000,
      isKeyframe: true,
    });
  });

  it('begins with the newest config before its keyframe', () => {
    const { splicer, push, said } = steady([config(0), ...stream(0, 1000)]);
    splicer.seek('other');
    push('other', config(500), key(500), config(900), key(900), key(1000), videoTag(1040));
    push('solo', videoTag(1000), audioTag(1003), videoTag(1040), audioTag(1045));
    expect(said().filter((item) => item.startsWith('o'))).toEqual(['o:c900', 'o:v1000', 'o:v1040']);
  });

  it('does not pile up what it gives meanwhile', () => {
    const { splicer, push, events } = steady([config(0), ...stream(0, 1000)]);
    splicer.seek('other');
    push('other', config(0));
    for (let atMs = 0; atMs < 60_000; atMs += 20) push('other', videoTag(atMs % 900));
    push('other', key(1000), ...stream(1000, 1100));
    push('solo', ...stream(1000, 1100));
    expect(events.at(-1)).toBe('solo → other');
  });

  it('may be called off', () => {
    const { splicer, push, said, events } = steady([config(0), key(0)]);
    splicer.seek('other');
    push('other', config(0), key(40));
    splicer.remove('other');
    push('solo', videoTag(40), audioTag(41));
    expect([splicer.next, said().slice(-2), events]).toEqual([null, ['s:v40', 's:a41'], ['nothing → solo']]);
  });
});

describe('a source that dies', () => {
  it('in force is followed by the next keyframe of whoever seeks', () => {
    const { splicer, push, said } = steady([config(0), key(0)]);
    splicer.remove('solo');
    expect(splicer.current).toBeNull();
    splicer.seek('other');
    push('solo', key(40));
    push('other', config(500), key(500));
    expect(said()).toEqual(['s:c0', 's:v0', 'o:c500', 'o:v500']);
  });

  it('at a seam is followed at once when the next one is there', () => {
    const { clock, splicer, push, events } = steady();
    splicer.joinAt('mix', 1080);
    push('mix', config(1080), ...stream(1080, 1200));
    splicer.remove('solo');
    expect([events.at(-1), splicer.current, clock.pendingTimers]).toEqual(['solo → mix', 'mix', 0]);
  });

  it('at a seam is followed later when the next one is not there yet', () => {
    const { clock, splicer, push, said } = steady([config(0), key(0)]);
    splicer.joinAt('mix', 80);
    push('solo', videoTag(40), videoTag(80));
    splicer.remove('solo');
    push('mix', config(80), key(81), videoTag(121));
    expect(said()).toEqual(['s:c0', 's:v0', 's:v40', 's:v80', 'm:c80', 'm:v81', 'm:v121']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('while it was to follow at a seam costs nothing', () => {
    const { clock, splicer, push, said, events } = steady([config(0), key(0)]);
    splicer.joinAt('mix', 40);
    push('solo', videoTag(40), audioTag(41));
    splicer.remove('mix');
    push('solo', videoTag(80));
    expect(said()).toEqual(['s:c0', 's:v0', 's:v40', 's:a41', 's:v80']);
    expect([events, clock.pendingTimers]).toEqual([['nothing → solo'], 0]);
  });
});

it('gives out what is held at a seam when nothing will follow any more', () => {
  const { clock, splicer, push, said } = steady([config(0), key(0)]);
  splicer.joinAt('mix', 40);
  push('solo', videoTag(40), audioTag(41));
  splicer.finish();
  push('solo', videoTag(80));
  expect(said().slice(-3)).toEqual(['s:v40', 's:a41', 's:v80']);
  expect(clock.pendingTimers).toBe(0);
});
