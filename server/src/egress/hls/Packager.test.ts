import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/FakeClock.ts';
import { aConfig, aLayout, feed } from '../delivery/deliveryFakes.ts';
import { parseHlsFileName } from './HlsFile.ts';
import { Packager } from './Packager.ts';

function packager(clock = new FakeClock()) {
  const live = new Packager({ clock });
  live.onConfig(aConfig(), { timestampMs: 0, wallClockMs: clock.nowMs() });
  const text = async () => (await live.playlist(null)).text;
  const fetch = async (name: string) => {
    const file = parseHlsFileName(name);
    return file && live.file(file);
  };
  return { clock, live, text, fetch };
}

const firstMsn = (text: string) => Number(/MEDIA-SEQUENCE:(\d+)/.exec(text)?.[1]);
const names = (text: string) => text.match(/[\w-]+\.(m4s|mp4)/g) ?? [];
const hint = (text: string) => /PRELOAD-HINT:TYPE=PART,URI="([^"]+)"/.exec(text)?.[1] ?? '';

describe('Packager', () => {
  it('has every file that its playlist names, and a segment is its parts in a row', async () => {
    const { live, text, fetch } = packager();
    feed(live, { toMs: 3700 });
    const playlist = await text();
    for (const name of names(playlist)) {
      if (name !== hint(playlist)) expect(await fetch(name), name).toBeInstanceOf(Buffer);
    }
    const segment = names(playlist).find((name) => name.startsWith('seg'));
    const parts = names(playlist).filter((name) => name.startsWith(`part-${segment?.slice(4, -4)}`));
    const bodies = await Promise.all(parts.map((name) => fetch(name)));
    expect(Buffer.concat(bodies.flatMap((body) => body ?? []))).toEqual(await fetch(segment ?? ''));
  });

  it('keeps a bounded window and lets late players have what has just left it', async () => {
    const { live, text, fetch } = packager();
    feed(live, { toMs: 40_000 });
    const playlist = await text();
    expect(playlist.match(/#EXTINF/g)).toHaveLength(10);
    const name = (msn: number) => names(playlist)[1]?.replace(/-\d+\.m4s/, `-${msn}.m4s`) ?? '';
    expect(await fetch(name(firstMsn(playlist) - 5))).toBeInstanceOf(Buffer);
    expect(await fetch(name(firstMsn(playlist) - 12))).toBeNull();
  });

  it('does not go back when the room is started again, however short its segments were', async () => {
    const { clock, live, text } = packager(new FakeClock(Date.UTC(2026, 0, 1)));
    for (let second = 0; second < 60; second++) {
      feed(live, { fromMs: second * 1000, toMs: (second + 1) * 1000, keyframeEveryMs: 400 });
      clock.advance(1000);
    }
    const lastMsn = Math.max(
      ...names(await text()).map((name) => Number(/seg-\w+-(\d+)/.exec(name)?.[1] ?? 0)),
    );
    live.close();
    const next = new Packager({ clock });
    next.onConfig(aConfig(), { timestampMs: 0, wallClockMs: clock.nowMs() });
    feed(next, { toMs: 2500 });
    expect(firstMsn((await next.playlist(null)).text)).toBeGreaterThan(lastMsn);
  });

  it('counts discontinuities that have left the playlist', async () => {
    const { live, text } = packager();
    feed(live, { toMs: 2000 });
    live.onConfig(aConfig({ width: 640 }), { timestampMs: 2000, wallClockMs: 2000 });
    feed(live, { fromMs: 2000, toMs: 5000 });
    expect(await text()).toContain('#EXT-X-DISCONTINUITY-SEQUENCE:0');
    expect((await text()).match(/#EXT-X-DISCONTINUITY\n/g)).toHaveLength(1);
    feed(live, { fromMs: 5000, toMs: 30_000 });
    expect(await text()).toContain('#EXT-X-DISCONTINUITY-SEQUENCE:1');
    expect(await text()).not.toContain('#EXT-X-DISCONTINUITY\n');
  });

  it('lists the layouts of its segments, the one in force at their beginning included', async () => {
    const { clock, live, text } = packager();
    const startMs = clock.nowMs();
    const change = (guest: string, atMs: number) =>
      live.onLayout(aLayout(guest), { wallClockMs: startMs + atMs });
    change('first', 0);
    feed(live, { toMs: 3000 });
    change('first', 3000);
    change('second', 3000);
    feed(live, { fromMs: 3000, toMs: 4000 });
    const listed = async () =>
      [...(await text()).matchAll(/ID="layout-\w+-(\d+)",.*START-DATE="([^"]+)"/g)].map(
        ([, number, date]) => [Number(number), Date.parse(date ?? '') - startMs],
      );
    expect(await listed()).toEqual([
      [0, 0],
      [1, 3000],
    ]);
    feed(live, { fromMs: 4000, toMs: 30_000 });
    change('third', 30_000);
    feed(live, { fromMs: 30_000, toMs: 31_000 });
    expect(await listed()).toEqual([
      [1, 3000],
      [2, 30_000],
    ]);
  });

  it('holds a blocking request until its part is there', async () => {
    const { clock, live, text } = packager();
    feed(live, { toMs: 2500 });
    const msn = firstMsn(await text()) + 2;
    let answer: string | null = null;
    const blocked = live.playlist({ msn, part: 1 }).then((playlist) => {
      answer = playlist.text;
    });
    await Promise.resolve();
    expect(answer).toBeNull();
    feed(live, { fromMs: 2500, toMs: 2800 });
    await blocked;
    expect(answer).toMatch(new RegExp(`part-\\w+-${msn}-1\\.m4s`));
    expect(clock.pendingTimers).toBe(0);
  });

  it('refuses what is too far ahead and gives up when nothing comes', async () => {
    const { clock, live, text } = packager();
    feed(live, { toMs: 2500 });
    const msn = firstMsn(await text()) + 2;
    await expect(live.playlist({ msn: msn + 9, part: null })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    const blocked = live.playlist({ msn: msn + 1, part: null });
    clock.advance(6000);
    await expect(blocked).rejects.toMatchObject({ code: 'egress_unavailable' });
  });

  it('serves the announced part as soon as it exists, and no other in advance', async () => {
    const { live, text, fetch } = packager();
    feed(live, { toMs: 2500 });
    const announced = hint(await text());
    const part = fetch(announced);
    expect(await fetch(announced.replace(/\d+\.m4s/, '9.m4s'))).toBeNull();
    feed(live, { fromMs: 2500, toMs: 2800 });
    expect(await part).toBeInstanceOf(Buffer);
  });

  it('ends the list only with the show, a moment after the last part, and stays readable', async () => {
    const { clock, live, text, fetch } = packager();
    feed(live, { toMs: 2500 });
    const announced = fetch(hint(await text()));
    live.onEnd();
    expect(await announced).toBeInstanceOf(Buffer);
    expect(await text()).not.toContain('ENDLIST');
    const next = fetch(hint(await text()));
    clock.advance(1000);
    expect(await next).toBeNull();
    expect(await text()).toMatch(/#EXTINF:0\.\d+,\nseg-[\w-]+\.m4s\n#EXT-X-ENDLIST\n$/);
    expect(live.hasEnded).toBe(true);
  });

  it('tells who waits when the stream is given up, and writes no ENDLIST', async () => {
    const { clock, live, text } = packager();
    feed(live, { toMs: 2500 });
    const msn = firstMsn(await text()) + 3;
    const blocked = live.playlist({ msn, part: 0 });
    live.close();
    await expect(blocked).rejects.toMatchObject({ code: 'egress_unavailable' });
    expect([live.hasEnded, clock.pendingTimers]).toEqual([false, 0]);
  });
});

describe('parseHlsFileName', () => {
  const refused = [
    '',
    '../init-a-0.mp4',
    'init-a-0.mp4/',
    'seg-a-01.m4s',
    'seg-a-1.mp4',
    'seg-A-1.m4s',
    'part-a-1.m4s',
    'x',
  ];
  it.each(refused)('refuses %j', (name) => {
    expect(parseHlsFileName(name)).toBeNull();
  });
});
