import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SystemClock } from '../../server/src/core/Clock.ts';
import { silentLogger } from '../../server/src/core/logger.ts';
import { EgressManager } from '../../server/src/egress/EgressManager.ts';
import type { MediaTag } from '../../server/src/egress/MediaTag.ts';
import { type Clip, h264Clip, opusClip, vp8Clip } from './egressStreamClip.ts';
import { FakeProducer, FakeShowFeed } from './egressStreamPublisher.ts';
import { RecordingSink } from './egressStreamSink.ts';
import { ffmpegChildren, waitUntil } from './egressStreamWait.ts';

let clips: { h264: Clip; small: Clip; vp8: Clip; opus: Clip };

beforeAll(async () => {
  const [h264, small, vp8, opus] = await Promise.all([
    h264Clip('640x360'),
    h264Clip('320x180'),
    vp8Clip('320x240'),
    opusClip(),
  ]);
  clips = { h264, small, vp8, opus };
}, 60_000);

let room: ReturnType<typeof createRoom>;

function createRoom(createOutputs = () => new RecordingSink()) {
  const feed = new FakeShowFeed();
  const manager = new EgressManager<RecordingSink>({
    feedOf: (roomId) => (roomId === feed.roomId ? feed : undefined),
    createOutputs,
    log: silentLogger(),
    clock: new SystemClock(),
    ffmpegPath: 'ffmpeg',
    lingerMs: 200,
  });
  return { feed, manager };
}

async function goLive(video: FakeProducer | null, audio: FakeProducer | null): Promise<RecordingSink> {
  room = createRoom();
  room.feed.publish('video', video);
  room.feed.publish('audio', audio);
  return (await room.manager.acquire('room')).outputs;
}

const camera = (id = 'camera', clip = clips.h264, delayMs = 0) => new FakeProducer(id, clip, delayMs);
const microphone = (id = 'microphone', delayMs = 0) => new FakeProducer(id, clips.opus, delayMs);

afterEach(async () => {
  await room.manager.close();
  room.feed.close();
  expect(room.feed.listenerCount).toBe(0);
  expect(ffmpegChildren()).toEqual([]);
});

async function flowing(sink: RecordingSink, seconds = 1): Promise<void> {
  const fromMs = Math.max(sink.lastMs('video'), sink.configs[0]?.at.timestampMs ?? 0);
  await waitUntil(`${seconds} s more of video and sound`, 10_000, () => {
    return sink.lastMs('video') >= fromMs + seconds * 1000 && sink.lastMs('audio') >= fromMs + seconds * 1000;
  });
}

describe('a camera and a microphone', () => {
  it('give one continuous stream that begins with a keyframe', async () => {
    const sink = await goLive(camera(), microphone());
    expect(sink.configs[0]?.config.video).toMatchObject({ width: 640, height: 360 });
    expect(sink.configs[0]?.config.audio).toMatchObject({ sampleRate: 48_000, channels: 2 });
    await flowing(sink, 3);
    expect(sink.problems()).toEqual([]);
    expect(sink.configs).toHaveLength(1);
    expect(sink.count('video', 3000)).toBeGreaterThan(60);
    expect(sink.maxGapMs('video')).toBeLessThan(300);
    expect(sink.maxGapMs('audio')).toBeLessThan(60);
    const delayMs = Date.now() - (sink.wallClockOf(sink.lastMs('audio')) ?? 0);
    expect(delayMs).toBeLessThan(300);
  }, 20_000);

  it('are in step, although the picture arrives later than the sound', async () => {
    const sink = await goLive(camera('camera', clips.h264, 120), microphone());
    await flowing(sink, 4);
    const offsets = await sink.lipSyncOffsets();
    expect(offsets.length).toBeGreaterThan(1);
    expect(Math.max(...offsets.slice(-2).map(Math.abs))).toBeLessThan(80);
  }, 20_000);

  it('are asked for a keyframe about once a second', async () => {
    const producer = camera();
    const sink = await goLive(producer, microphone());
    await flowing(sink, 3);
    expect(producer.keyframeRequests).toBeGreaterThanOrEqual(3);
    expect(producer.keyframeRequests).toBeLessThanOrEqual(7);
  }, 20_000);
});

describe('ffmpeg', () => {
  it.each(['SIGKILL', 'SIGSTOP'] as const)(
    'is replaced after %s, and the stream goes on',
    async (signal) => {
      const sink = await goLive(camera(), microphone());
      await flowing(sink);
      const [pid] = ffmpegChildren();
      const atMs = sink.lastMs('video');
      const signalledAt = performance.now();
      process.kill(pid ?? 0, signal);
      await waitUntil('tags again', signal === 'SIGKILL' ? 3000 : 6000, () => sink.configs.length === 2);
      await waitUntil('video again', 1000, () => sink.lastMs('video') > atMs + 500);
      expect(performance.now() - signalledAt).toBeLessThan(signal === 'SIGKILL' ? 3000 : 6000);
      await flowing(sink);
      expect(sink.problems()).toEqual([]);
      expect(sink.ends).toBe(0);
      expect(room.manager.stats().ffmpegRestarts).toBe(1);
      expect(ffmpegChildren()).toHaveLength(1);
    },
    20_000,
  );

  it('is replaced when what it gave could not be used, and nobody else notices', async () => {
    class PickySink extends RecordingSink {
      override onTag(tag: MediaTag): void {
        if (this.configs.length === 1 && this.lastMs('video') > 500) throw new RangeError('too wide');
        super.onTag(tag);
      }
    }
    room = createRoom(() => new PickySink());
    room.feed.publish('video', camera());
    room.feed.publish('audio', microphone());
    const { outputs: sink } = await room.manager.acquire('room');
    await waitUntil('the successor', 6000, () => sink.configs.length === 2);
    await flowing(sink, 2);
    expect(room.manager.stats().ffmpegRestarts).toBe(1);
  }, 20_000);

  it('that does not exist is told to the player', async () => {
    room = createRoom();
    const manager = new EgressManager({
      feedOf: () => room.feed,
      createOutputs: () => new RecordingSink(),
      log: silentLogger(),
      clock: new SystemClock(),
      ffmpegPath: '/nonexistent/ffmpeg',
    });
    await expect(manager.acquire('room')).rejects.toMatchObject({ code: 'egress_unavailable' });
    await manager.close();
  });
});

describe('tracks', () => {
  it('are replaced without a new generation while the picture keeps its parameters', async () => {
    const sink = await goLive(camera(), microphone());
    await flowing(sink);
    room.feed.publish('video', camera('camera-2'));
    room.feed.publish('audio', microphone('microphone-2'));
    await flowing(sink, 2);
    expect(sink.configs).toHaveLength(1);
    expect(sink.problems()).toEqual([]);
  }, 20_000);

  it('of another size begin a new generation with a keyframe', async () => {
    const sink = await goLive(camera(), microphone());
    await flowing(sink);
    room.feed.publish('video', camera('camera-2', clips.small));
    await waitUntil('the new size', 5000, () => sink.configs.length === 2);
    expect(sink.configs[1]?.config.video).toMatchObject({ width: 320, height: 180 });
    await flowing(sink);
    expect(sink.problems()).toEqual([]);
    expect(sink.maxGapMs('audio')).toBeLessThan(100);
    expect(room.manager.stats().ffmpegRestarts).toBe(0);
  }, 20_000);

  it('that change their size every second neither stall the stream nor pile up ffmpegs', async () => {
    const second = (clip: Clip, at: number) => clip.frames.slice(at * 25, (at + 1) * 25);
    const { h264, small } = clips;
    const frames = [second(h264, 0), second(small, 1), second(h264, 2), second(small, 3)].flat();
    const sink = await goLive(camera('restless', { ...h264, frames }), microphone());
    let mostChildren = 0;
    const fromMs = sink.lastMs('video');
    await waitUntil('10 s of it', 15_000, () => {
      mostChildren = Math.max(mostChildren, ffmpegChildren().length);
      return sink.lastMs('video') >= fromMs + 10_000;
    });
    expect(sink.problems()).toEqual([]);
    expect(sink.configs.length).toBeGreaterThan(2);
    expect(sink.configs.length).toBeLessThanOrEqual(9);
    expect(mostChildren).toBeLessThanOrEqual(3);
    expect(sink.maxGapMs('audio')).toBeLessThan(100);
    expect(sink.maxGapMs('video')).toBeLessThan(2000);
    expect(room.manager.stats().ffmpegRestarts).toBe(0);
  }, 30_000);

  it('whose parameter set makes no sense give the placeholder, with their sound', async () => {
    const crafted = Buffer.from('6742001fd3', 'hex');
    const frames = clips.h264.frames.map(({ isKeyframe, units }) => {
      return { isKeyframe, units: units.map((unit) => ((unit[0] ?? 0) % 32 === 7 ? crafted : unit)) };
    });
    const sink = await goLive(camera('crafted', { ...clips.small, frames }), microphone());
    expect(sink.configs[0]?.config.video).toMatchObject({ width: 640, height: 360 });
    await flowing(sink, 2);
    expect(sink.problems()).toEqual([]);
    room.feed.publish('video', camera('good', clips.small));
    await waitUntil('the good one', 4000, () => sink.configs.at(-1)?.config.video.width === 320);
  }, 20_000);

  it.each(['video', 'audio'] as const)(
    '%s paused for 5 s: both go on',
    async (kind) => {
      const sink = await goLive(camera(), microphone());
      await flowing(sink);
      room.feed.pause(kind, true);
      await flowing(sink, 5);
      room.feed.pause(kind, false);
      await flowing(sink, 2);
      expect(sink.problems()).toEqual([]);
      expect(sink.configs).toHaveLength(1);
      expect(sink.maxGapMs('video')).toBeLessThan(2100);
      expect(sink.maxGapMs('audio')).toBeLessThan(60);
    },
    30_000,
  );

  it('that vanish with their worker come back over a new tap', async () => {
    const sink = await goLive(camera(), microphone());
    await flowing(sink);
    for (const tap of room.feed.taps) tap.lose();
    await waitUntil('a new tap', 3000, () => room.feed.taps.size === 2);
    await flowing(sink, 2);
    expect(sink.problems()).toEqual([]);
  }, 20_000);

  it('in VP8 are encoded', async () => {
    const sink = await goLive(camera('camera', clips.vp8), microphone());
    expect(sink.configs[0]?.config.video).toMatchObject({ width: 320, height: 240 });
    await flowing(sink, 3);
    expect(sink.problems()).toEqual([]);
    expect(sink.count('video', 3000)).toBeGreaterThan(30);
    const offsets = await sink.lipSyncOffsets();
    expect(Math.max(...offsets.slice(-2).map(Math.abs))).toBeLessThan(80);
  }, 20_000);

  it('that are not there at all give a placeholder and silence, and the camera follows', async () => {
    const sink = await goLive(null, null);
    expect(sink.configs[0]?.config.video).toMatchObject({ width: 640, height: 360 });
    await flowing(sink, 2);
    room.feed.publish('video', camera('camera', clips.small));
    await waitUntil('the camera', 4000, () => sink.configs.at(-1)?.config.video.width === 320);
    await flowing(sink);
    expect(sink.problems()).toEqual([]);
  }, 20_000);
});

describe('players', () => {
  it('share one stream, which stops some time after the last', async () => {
    room = createRoom();
    room.feed.publish('video', camera());
    const leases = await Promise.all([1, 2, 3].map(() => room.manager.acquire('room')));
    expect(new Set(leases.map((lease) => lease.outputs)).size).toBe(1);
    expect(ffmpegChildren()).toHaveLength(1);
    for (const lease of leases) lease.release();
    await waitUntil('no child', 3000, () => ffmpegChildren().length === 0);
    expect(room.manager.stats()).toMatchObject({ streams: 0, ffmpegChildren: 0 });
    expect(leases[0]?.outputs.ends).toBe(0);
  }, 20_000);

  it('are told of the end when the show ends, and no child is left', async () => {
    const sink = await goLive(camera(), microphone());
    await flowing(sink);
    const endedAtMs = Date.now();
    room.feed.endShow();
    await waitUntil('the end', 1000, () => sink.ends === 1);
    const lastAtMs = sink.wallClockOf(sink.lastMs('audio')) ?? 0;
    expect(endedAtMs - lastAtMs, 'ms of sound missing at the end').toBeLessThan(30);
    expect(sink.problems()).toEqual([]);
    await waitUntil('no child', 3000, () => ffmpegChildren().length === 0);
    await expect(room.manager.acquire('room')).rejects.toMatchObject({ code: 'room_not_live' });
    await expect(room.manager.acquire('nowhere')).rejects.toMatchObject({ code: 'room_not_found' });
  }, 20_000);
});
