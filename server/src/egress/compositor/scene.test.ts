import { canvasSizes, defaultCompositionSettings } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/FakeClock.ts';
import { silentLogger } from '../../core/logger.ts';
import { CanvasChoice } from './CanvasChoice.ts';
import type { CompositorPerson } from './CompositorPerson.ts';
import { LatenessMeter } from './LatenessMeter.ts';
import { PersonOnStage } from './PersonOnStage.ts';
import type { ScenePerson } from './protocol.ts';
import { parseRequest } from './requests.ts';
import { SceneLayout } from './SceneLayout.ts';

const scenePerson: ScenePerson = {
  personId: 'p',
  roomId: 'room',
  seat: 0,
  isRival: false,
  userId: 'u',
  name: 'Ann',
  hasPicture: true,
  isHeard: true,
};

describe('the canvas', () => {
  const unknown = { sourceSize: null };
  const wide = { sourceSize: { width: 640, height: 360 } };
  const tall = { sourceSize: { width: 360, height: 640 } };

  it('is what was asked for', () => {
    const choice = new CanvasChoice();
    expect(choice.decide('landscape', tall, 0)).toEqual(canvasSizes.landscape);
    expect(choice.decide({ width: 400, height: 300 }, tall, 0)).toEqual({ width: 400, height: 300 });
  });

  it.each([
    [wide, canvasSizes.landscape],
    [tall, canvasSizes.portrait],
    [null, canvasSizes.portrait],
  ])('auto follows the anchor %o once, and stays', (anchor, size) => {
    const choice = new CanvasChoice();
    expect(choice.decide('auto', anchor, 0)).toEqual(size);
    expect(choice.decide('auto', wide, 1)).toEqual(size);
    expect(choice.decide('auto', tall, 2)).toEqual(size);
  });

  it('auto waits a second for the anchor’s picture, and then guesses until it is there', () => {
    const choice = new CanvasChoice();
    expect(choice.decide('auto', unknown, 5000)).toBeNull();
    expect(choice.decide('auto', unknown, 5999)).toBeNull();
    expect(choice.decide('auto', unknown, 6000)).toEqual(canvasSizes.portrait);
    expect(choice.decide('auto', wide, 9000)).toEqual(canvasSizes.landscape);
    expect(choice.decide('auto', tall, 9001)).toEqual(canvasSizes.landscape);
  });
});

describe('the layout in force', () => {
  it('names everybody who has a tile, the lowest first', () => {
    const people = [0, 1, 2].map((seat) => ({
      ...scenePerson,
      seat,
      personId: `p${seat}`,
      userId: `u${seat}`,
    }));
    const settings = { ...defaultCompositionSettings, layout: 'pictureInPicture' as const };
    const layout = new SceneLayout({ people, settings }, canvasSizes.portrait);
    expect(layout.inForce).toMatchObject({ version: 1, isComposed: true, width: 720, height: 1280 });
    expect(layout.inForce.tiles.map(({ userId, z }) => [userId, z])).toEqual([
      ['u0', 0],
      ['u1', 1],
      ['u2', 1],
    ]);
    expect(layout.inForce.tiles[0]).toEqual({
      ...{ roomId: 'room', seat: 0, userId: 'u0', name: 'Ann' },
      ...{ x: 0, y: 0, width: 720, height: 1280, z: 0 },
    });
    expect(layout.placeOf('p1')?.person.userId).toBe('u1');
    expect(layout.placeOf('nobody')).toBeUndefined();
  });
});

describe('lateness', () => {
  it('is counted from when a picture was due', () => {
    const clock = new FakeClock();
    const meter = new LatenessMeter({ clock, originMs: clock.nowMs(), delayMs: 200, frameMs: 40 });
    clock.advance(230);
    meter.countPicture(0);
    meter.countOut(0);
    expect(meter.read()).toEqual({ frames: 1, framesLate: 0, framesDropped: 0, worstLatenessMs: 30 });
    clock.advance(60);
    meter.countPicture(2);
    meter.countOut(40);
    meter.countPicture(0);
    meter.countDropped();
    expect(meter.read()).toEqual({ frames: 5, framesLate: 1, framesDropped: 3, worstLatenessMs: 50 });
    expect(meter.read().worstLatenessMs).toBe(0);
  });
});

function fakeMedia() {
  const calls: string[] = [];
  const media: CompositorPerson = {
    port: 5004,
    sourceSize: { width: 2, height: 2 },
    stats: { decoders: 1, restarts: 0 },
    attach: ({ kind }) => void calls.push(`attach ${kind}`),
    detach: (kind) => void calls.push(`detach ${kind}`),
    setTile: (tile) => void calls.push(`tile ${tile?.width ?? null}`),
    frameAt: () => ({ width: 2, height: 2, timestampMs: 0, data: Buffer.alloc(6) }),
    hasLivePicture: () => true,
    readSound: (_from, into) => into.fill(0.5).length / 2,
    close: () => void calls.push('close'),
  };
  return { media, calls };
}

function personWith(open: () => Promise<CompositorPerson>) {
  const ports: number[] = [];
  const onOpened = (port: number) => ports.push(port);
  const clock = new FakeClock();
  const log = silentLogger();
  return { ports, clock, person: new PersonOnStage({ scenePerson, open, onOpened, clock, log }) };
}

describe('a person on stage', () => {
  it('carries out in order what was asked for before it was open', async () => {
    const { media, calls } = fakeMedia();
    const { person, ports } = personWith(async () => media);
    person.setTile({ width: 4, height: 4, fit: 'cover' });
    person.command((open) => open.detach('audio'));
    expect([person.hasOpened, person.liveFrameAt(0), calls]).toEqual([false, null, []]);
    await Promise.resolve();
    await Promise.resolve();
    expect([person.hasOpened, ports, calls]).toEqual([true, [5004], ['tile 4', 'detach audio']]);
    expect(person.liveFrameAt(0)).not.toBeNull();
    person.update({ ...scenePerson, hasPicture: false });
    expect(person.liveFrameAt(0)).toBeNull();
  });

  it('is closed again when it opens too late', async () => {
    const { media, calls } = fakeMedia();
    const opening = Promise.withResolvers<CompositorPerson>();
    const { person, ports } = personWith(() => opening.promise);
    await person.close();
    opening.resolve(media);
    await opening.promise;
    await Promise.resolve();
    expect([ports, calls]).toEqual([[], ['close']]);
  });

  it('that cannot be opened is there all the same', async () => {
    const { person } = personWith(async () => {
      throw new Error('no port');
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect([person.hasOpened, person.liveFrameAt(0), person.sourceSize]).toEqual([true, null, null]);
  });

  it('that cannot be opened is tried again, later each time, and loses no command', async () => {
    const { media, calls } = fakeMedia();
    let attempts = 0;
    const { person, ports, clock } = personWith(async () => {
      attempts++;
      if (attempts < 4) throw new Error('no port');
      return media;
    });
    const settle = () => new Promise((resolve) => setImmediate(resolve));
    await settle();
    person.setTile({ width: 4, height: 4, fit: 'cover' });
    for (const [delayMs, expected] of [
      [499, 1],
      [1, 2],
      [999, 2],
      [1, 3],
      [2000, 4],
    ] as const) {
      clock.advance(delayMs);
      expect(attempts).toBe(expected);
      await settle();
    }
    expect([ports, calls, clock.pendingTimers]).toEqual([[5004], ['tile 4'], 0]);
  });

  it('is not tried again when it has been closed', async () => {
    const { person, clock } = personWith(async () => {
      throw new Error('no port');
    });
    await new Promise((resolve) => setImmediate(resolve));
    await person.close();
    expect(clock.pendingTimers).toBe(0);
  });

  it('is gone when its sound has faded', async () => {
    const { media } = fakeMedia();
    const { person } = personWith(async () => media);
    await new Promise((resolve) => setImmediate(resolve));
    const mix = () => person.lane.addTo(new Float32Array(3840), 0, new Float32Array(3840));
    mix();
    person.leave();
    expect(person.isGone).toBe(false);
    mix();
    expect(person.isGone).toBe(true);
  });
});

describe('requests', () => {
  const setUp = { type: 'setUp', ffmpegPath: 'ffmpeg', originMs: 1, frameRate: 25 };
  const scene = { settings: defaultCompositionSettings, people: [scenePerson] };
  const track = {
    ...{ producerId: 'x', kind: 'video', codec: 'H264', ssrc: 1, payloadType: 96, clockRate: 90_000 },
    codecParameters: { 'packetization-mode': 1 },
  };

  it.each([
    [setUp],
    [{ type: 'setScene', scene }],
    [{ type: 'attachTrack', personId: 'p', track }],
    [{ type: 'detachTrack', personId: 'p', kind: 'audio' }],
    [{ type: 'begin', atMs: 1234.5 }],
    [{ type: 'finish' }],
  ])('%o is one', (message) => {
    expect(parseRequest(message)).toEqual(message);
  });

  it.each([
    [null],
    ['finish'],
    [{ type: 'dance' }],
    [{ ...setUp, frameRate: 0 }],
    [{ type: 'setScene', scene: { ...scene, people: [{ ...scenePerson, seat: '0' }] } }],
    [{ type: 'setScene', scene: { ...scene, settings: { ...scene.settings, background: 'red' } } }],
    [{ type: 'attachTrack', personId: 'p', track: { ...track, codec: 'AV1' } }],
    [{ type: 'begin', atMs: Number.NaN }],
  ])('%o is none', (message) => {
    expect(() => parseRequest(message)).toThrow();
  });
});
