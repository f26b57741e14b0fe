import { afterEach, describe, expect, it } from 'vitest';
import { waitFor } from '../support/waitFor.ts';
import { CompositorChild, looks, Publisher, scenePerson, small } from './compositorFixture.ts';
import {
  brightnessOf,
  difference,
  lastPicture,
  loudness,
  quietestShare,
  soundOf,
} from './compositorOutput.ts';

const closers: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function startCompositor(): CompositorChild {
  const compositor = new CompositorChild();
  closers.push(() => compositor.close());
  return compositor;
}

async function publish(compositor: CompositorChild, seat: number): Promise<Publisher> {
  const look = looks[seat];
  if (!look) throw new Error(`nobody looks like seat ${seat}`);
  const publisher = await Publisher.create(look);
  closers.push(() => publisher.close());
  await publisher.feed(compositor, `p${seat}`);
  return publisher;
}

/** What is wrong with the newest picture: every tile of the layout in force shows its person's colour. */
async function wrongTiles(compositor: CompositorChild): Promise<string[]> {
  const layout = compositor.layouts.at(-1)?.layout;
  const picture = await lastPicture(compositor.flv());
  return (layout?.tiles ?? []).flatMap(({ seat, x, y, width, height }) => {
    const seen = picture.at(x + width / 2, y + height / 3);
    const wanted = looks[seat]?.rgb ?? [0, 0, 0];
    return difference(seen, wanted) < 50 ? [] : [`seat ${seat}: ${seen} instead of ${wanted}`];
  });
}

/** Waits until everybody is seen in their tile. */
async function seen(compositor: CompositorChild): Promise<void> {
  let wrong: string[] = [];
  const isRight = async () => {
    wrong = await wrongTiles(compositor);
    return wrong.length === 0;
  };
  await waitFor('everybody to be seen', isRight, { deadlineMs: 20_000, everyMs: 200 }).catch(
    (cause: unknown) => {
      throw new Error(JSON.stringify({ wrong, stats: compositor.stats, stderr: compositor.stderr }), {
        cause,
      });
    },
  );
}

async function silentTones(compositor: CompositorChild, seats: number[], fromMs = 0): Promise<string[]> {
  const samples = await soundOf(compositor.flv(fromMs));
  const newest = samples.subarray(Math.max(0, samples.length - 36_000), samples.length - 2400);
  return seats.flatMap((seat) => {
    const amplitude = loudness(newest, looks[seat]?.hz ?? 0);
    return amplitude > 0.12 ? [] : [`seat ${seat}: ${amplitude.toFixed(3)}`];
  });
}

const four = [0, 1, 2, 3];

async function startFour(): Promise<{ compositor: CompositorChild; publishers: Publisher[]; atMs: number }> {
  const compositor = startCompositor();
  compositor.setScene(
    four.map((seat) => scenePerson(seat)),
    { layout: 'grid' },
  );
  const publishers = await Promise.all(four.map((seat) => publish(compositor, seat)));
  const atMs = await compositor.begin();
  await compositor.play(1500);
  return { compositor, publishers, atMs };
}

describe('a composition', () => {
  it('of one person fills the canvas, and begins with a keyframe when it was told to', async () => {
    const compositor = startCompositor();
    compositor.setScene([scenePerson(0)]);
    await publish(compositor, 0);
    const atMs = await compositor.begin();
    await compositor.play(2000);
    expect(compositor.problems()).toEqual([]);
    const [first] = compositor.pictures;
    expect(first?.isKeyframe).toBe(true);
    expect(first?.timestampMs).toBeGreaterThanOrEqual(atMs);
    expect(first?.timestampMs).toBeLessThanOrEqual(atMs + 40);
    const firstSoundMs = (compositor.sounds[0]?.timestampMs ?? 0) - atMs;
    expect(firstSoundMs).toBeLessThan(0);
    expect(firstSoundMs).toBeGreaterThan(-150);
    expect(compositor.configs).toMatchObject([
      { config: { video: small }, timestampMs: first?.timestampMs, beforeTag: 0 },
    ]);
    await seen(compositor);
    expect(await silentTones(compositor, [0])).toEqual([]);
    expect(compositor.stderr).toBe('');
    const begins = compositor.configs.map(({ timestampMs }) => timestampMs);
    const keyframes = compositor.pictures.filter(
      ({ isKeyframe, timestampMs }) => isKeyframe && !begins.includes(timestampMs),
    );
    expect(keyframes.length).toBeGreaterThan(0);
    for (const { timestampMs } of keyframes) expect(timestampMs % 1000).toBe(0);
  });

  it('shows everybody in their tile and mixes everybody’s sound', async () => {
    const { compositor } = await startFour();
    expect(compositor.layouts).toHaveLength(1);
    expect(compositor.layouts[0]?.layout.tiles.map(({ seat }) => seat)).toEqual(four);
    await seen(compositor);
    expect(await silentTones(compositor, four)).toEqual([]);
    expect(compositor.problems()).toEqual([]);
    expect(compositor.longestGapMs('audio')).toBeLessThanOrEqual(22);
  });

  it('follows people who come, go, mute themselves and turn their camera off', async () => {
    const compositor = startCompositor();
    compositor.setScene([scenePerson(0)], { layout: 'grid' });
    await publish(compositor, 0);
    await compositor.begin();
    compositor.setScene([scenePerson(0), scenePerson(1)], { layout: 'grid' });
    await publish(compositor, 1);
    await seen(compositor);
    await compositor.play(1000);
    expect(await silentTones(compositor, [0, 1])).toEqual([]);

    const off = [scenePerson(0, { hasPicture: false }), scenePerson(1, { isHeard: false })];
    compositor.setScene(off, { layout: 'grid' });
    await compositor.play(1500);
    expect(await wrongTiles(compositor)).toEqual([expect.stringContaining('seat 0')]);
    expect(await silentTones(compositor, [0, 1])).toEqual([expect.stringContaining('seat 1')]);

    compositor.setScene([scenePerson(1)], { layout: 'grid' });
    await compositor.play(1500);
    expect(compositor.layouts.map(({ layout }) => layout.tiles.length)).toEqual([1, 2, 1]);
    await seen(compositor);
    expect(await silentTones(compositor, [0, 1])).toEqual([expect.stringContaining('seat 0')]);
    expect(compositor.longestGapMs('audio')).toBeLessThanOrEqual(22);
    expect(compositor.problems()).toEqual([]);
    expect(compositor.stderr).toBe('');
    for (const { beforeTag, atMs } of compositor.layouts) {
      const next = compositor.tags.slice(beforeTag).find((tag) => tag.kind === 'video');
      expect(next?.timestampMs).toBe(atMs);
    }
  });

  it('keeps picture and voice together', async () => {
    const compositor = startCompositor();
    compositor.setScene([scenePerson(0)], { showsNames: false });
    const publisher = await Publisher.createFlashing();
    closers.push(() => publisher.close());
    await publisher.feed(compositor, 'p0');
    await compositor.begin();
    await compositor.play(6000);
    const tags = compositor.decodable();
    const pictures = tags.filter((tag) => tag.kind === 'video');
    const soundFromMs = tags.find((tag) => tag.kind === 'audio')?.timestampMs ?? 0;
    const [brightness, samples] = await Promise.all([
      brightnessOf(compositor.flv()),
      soundOf(compositor.flv()),
    ]);
    const flashes = pictures.flatMap(({ timestampMs }, i) =>
      (brightness[i] ?? 0) > 128 && (brightness[i - 1] ?? 255) < 128 ? [timestampMs] : [],
    );
    const beeps: number[] = [];
    samples.forEach((sample, i) => {
      const ms = soundFromMs + i / 48;
      if (Math.abs(sample) > 0.1 && ms > (beeps.at(-1) ?? 0) + 500) beeps.push(ms);
    });
    const offsets = flashes.flatMap((flash) => {
      const beep = beeps.find((ms) => Math.abs(ms - flash) < 500);
      return beep === undefined ? [] : [flash - beep];
    });
    expect(offsets.length).toBeGreaterThanOrEqual(2);
    const middle = offsets.sort((a, b) => a - b)[offsets.length >> 1] ?? 0;
    expect(Math.abs(middle), `${offsets}`).toBeLessThan(60);
  });

  it('goes on in another size when the canvas is changed', async () => {
    const compositor = startCompositor();
    compositor.setScene([scenePerson(0)]);
    await publish(compositor, 0);
    await compositor.begin();
    const wide = { width: 640, height: 360 };
    compositor.setScene([scenePerson(0)], { canvas: wide });
    await waitFor('the new size', () => compositor.configs.length === 2);
    await compositor.play(1000);
    const changedAtMs = (compositor.configs[1]?.timestampMs ?? 0) - 200;
    const around = (await soundOf(compositor.soundFlv(changedAtMs))).subarray(4800, 6 * 4800);
    expect(quietestShare(around)).toBeGreaterThan(0.7);
    expect(compositor.configs[1]?.config.video).toMatchObject(wide);
    expect(compositor.layouts.at(-1)?.layout).toMatchObject(wide);
    expect(compositor.problems()).toEqual([]);
    expect(compositor.longestGapMs('audio')).toBeLessThanOrEqual(22);
  });

  it('is portrait or landscape as the anchor is', async () => {
    const compositor = startCompositor();
    compositor.setScene([scenePerson(0)], { canvas: 'auto' });
    await publish(compositor, 0);
    await compositor.begin();
    // A busy machine may have guessed before it saw them.
    await waitFor(
      'a picture as wide as theirs',
      () => compositor.configs.at(-1)?.config.video.width === 1280,
    );
    expect(compositor.configs.at(-1)?.config.video).toMatchObject({ width: 1280, height: 720 });
  });
});

describe('nothing stalls it', () => {
  it('an encoder that is killed has a successor at once, and no sound is missing', async () => {
    const { compositor } = await startFour();
    const [encoder] = await compositor.children('libx264');
    process.kill(encoder ?? 0, 'SIGKILL');
    await waitFor('another config', () => compositor.configs.length === 2);
    await compositor.play(1500);
    expect(compositor.problems()).toEqual([]);
    expect(compositor.longestGapMs('audio')).toBeLessThanOrEqual(22);
    expect(compositor.longestGapMs('video')).toBeLessThan(1500);
    await seen(compositor);
    expect(await silentTones(compositor, four)).toEqual([]);
    expect(compositor.stats?.restarts).toBeGreaterThanOrEqual(1);
  });

  it('an encoder that hangs is replaced', async () => {
    const { compositor } = await startFour();
    const [encoder] = await compositor.children('libx264');
    process.kill(encoder ?? 0, 'SIGSTOP');
    await waitFor('another config', () => compositor.configs.length === 2);
    await compositor.play(1000);
    expect(compositor.problems()).toEqual([]);
    expect(compositor.longestGapMs('audio')).toBeLessThanOrEqual(22);
    expect(compositor.longestGapMs('video')).toBeLessThan(3000);
    expect(await compositor.children('libx264')).toHaveLength(1);
  });

  it('an encoder that hangs takes the voice of somebody who is cut meanwhile with it', async () => {
    const { compositor } = await startFour();
    const [encoder] = await compositor.children('libx264');
    process.kill(encoder ?? 0, 'SIGSTOP');
    const stoppedAtMs = compositor.nowMs;
    await waitFor('unsaid sound', () => compositor.nowMs > stoppedAtMs + 800);
    const heardUpToMs = compositor.sounds.at(-1)?.timestampMs ?? 0;
    compositor.setScene(
      four.filter((seat) => seat !== 1).map((seat) => scenePerson(seat)),
      { layout: 'grid' },
    );
    await waitFor('another config', () => compositor.configs.length === 2);
    await compositor.play(1500);
    const samples = await soundOf(compositor.soundFlv(heardUpToMs - 1000));
    const unsaid = samples.subarray(48 * 1100, 48 * 1500);
    expect(loudness(unsaid, looks[1]?.hz ?? 0)).toBeLessThan(0.01);
    expect(await silentTones(compositor, four)).toEqual([expect.stringContaining('seat 1')]);
    expect(compositor.longestGapMs('audio')).toBeLessThanOrEqual(22);
    expect(compositor.problems()).toEqual([]);
  });

  it('a decoder that is stopped or killed is nobody else’s concern', async () => {
    const { compositor } = await startFour();
    const decoders = await compositor.children('rawvideo');
    process.kill(decoders[0] ?? 0, 'SIGSTOP');
    process.kill(decoders[1] ?? 0, 'SIGKILL');
    const fromMs = compositor.pictures.at(-1)?.timestampMs ?? 0;
    await compositor.play(4000);
    expect(compositor.longestGapMs('audio')).toBeLessThanOrEqual(22);
    expect(compositor.longestGapMs('video', fromMs)).toBeLessThan(400);
    await seen(compositor);
    expect(await silentTones(compositor, four, fromMs)).toEqual([]);
  });

  it('what it does not understand changes nothing', async () => {
    const compositor = startCompositor();
    compositor.setScene([scenePerson(0)]);
    await publish(compositor, 0);
    compositor.send({ type: 'dance' });
    compositor.send({ type: 'attachTrack', personId: 'p0', track: { kind: 'smell' } });
    compositor.send({ type: 'attachTrack', personId: 'nobody', track: null });
    await compositor.begin();
    await compositor.play(500);
    await seen(compositor);
    expect(compositor.stderr).toContain('a request that cannot be carried out');
  });
});

describe('its end', () => {
  async function startOne(): Promise<CompositorChild> {
    const compositor = startCompositor();
    compositor.setScene([scenePerson(0)]);
    await publish(compositor, 0);
    await compositor.begin();
    return compositor;
  }

  function isGone(pid: number): boolean {
    try {
      return !process.kill(pid, 0);
    } catch {
      return true;
    }
  }

  it('gives out the last tags when it is told to finish', async () => {
    const compositor = await startOne();
    await compositor.play(500);
    const lastMs = compositor.pictures.at(-1)?.timestampMs ?? 0;
    compositor.send({ type: 'finish' });
    expect(await compositor.exited).toEqual([0, null]);
    expect(compositor.pictures.at(-1)?.timestampMs).toBeGreaterThanOrEqual(lastMs);
    expect(compositor.problems()).toEqual([]);
  });

  it.each([
    ['its parent is gone', (compositor: CompositorChild) => compositor.disconnect()],
    ['it is killed itself', (compositor: CompositorChild) => compositor.kill('SIGKILL')],
  ])('leaves no child behind when %s', async (_what, end) => {
    const compositor = await startOne();
    const children = await compositor.children('ffmpeg');
    expect(children.length).toBeGreaterThanOrEqual(3);
    end(compositor);
    await compositor.exited;
    await waitFor('its children to end', () => children.every(isGone));
  });

  it('is not decided by Ctrl-C', async () => {
    const compositor = await startOne();
    compositor.kill('SIGINT');
    await compositor.play(500);
    expect(compositor.problems()).toEqual([]);
  });
});
