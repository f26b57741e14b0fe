import { fork } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTick } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { VideoFrame } from '../../server/src/egress/compositor/person/FrameQueue.ts';
import { packetizeNal } from '../../server/src/egress/rtp/h264Payload.ts';
import { createPacket } from '../../server/src/egress/rtp/rtpPacket.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { waitFor } from '../support/waitFor.ts';
import { decoderPids, PersonView, trackOf } from './compositorPersonView.ts';
import { type Clip, h264Clip, opusClip, vp8Clip } from './egressStreamClip.ts';
import { FakeProducer } from './egressStreamPublisher.ts';

/** Much less than a keyframe's interval; a busy machine may skip a few pictures. */
const noGapMs = 400;
const tall = { width: 180, height: 320, fit: 'cover' } as const;
const small = { width: 160, height: 90, fit: 'contain' } as const;

let clips: Record<'landscape' | 'portrait' | 'vp8' | 'opus', Clip>;
const views: PersonView[] = [];
const producers: FakeProducer[] = [];

beforeAll(async () => {
  const [landscape, portrait, vp8, opus] = await Promise.all([
    h264Clip('640x360'),
    h264Clip('360x640'),
    vp8Clip('320x240'),
    opusClip(),
  ]);
  clips = { landscape, portrait, vp8, opus };
});

afterEach(async () => {
  for (const producer of producers.splice(0)) producer.close();
  await Promise.all(views.splice(0).map((view) => view.close()));
  expect(await decoderPids()).toEqual([]);
});

function publish(clip: Clip, delayMs = 0): FakeProducer {
  const producer = new FakeProducer(`p${producers.length}`, clip, delayMs);
  producers.push(producer);
  return producer;
}

/** One picture a second. */
function rare(): Clip {
  return { ...clips.landscape, frameMs: 1000, frames: clips.landscape.frames.slice(0, 1) };
}

async function open(): Promise<PersonView> {
  const view = await PersonView.open();
  views.push(view);
  return view;
}

/** A picture of a time that is still to come. */
async function nextPicture(view: PersonView): Promise<VideoFrame> {
  const { nowMs } = view;
  return waitFor('a picture from now on', () => {
    const frame = view.frames.at(-1);
    return frame && frame.timestampMs > nowMs ? frame : null;
  });
}

/** The largest step of time from one picture to the next. */
function largestGapMs(frames: readonly VideoFrame[]): number {
  return Math.max(
    ...frames.slice(1).map(({ timestampMs }, i) => timestampMs - (frames[i]?.timestampMs ?? 0)),
  );
}

const isBright = ({ width, height, data }: VideoFrame) => (data[(height / 2) * width + width / 2] ?? 0) > 128;

describe('pictures', () => {
  it('come in the size of the tile, on the timeline, in step with the sound', async () => {
    const view = await open();
    view.person.setTile(tall);
    view.attach(publish(clips.landscape, 120));
    view.attach(publish(clips.opus));
    const picture = await nextPicture(view);
    expect(picture.data).toHaveLength((180 * 320 * 3) / 2);
    expect(view.person.sourceSize).toEqual({ width: 640, height: 360 });
    expect(view.isLive).toBe(true);
    expect(view.person.stats).toEqual({ decoders: 2, restarts: 0 });
    // The sound's place is known from the first packet, the picture's slews to it once reports have come.
    await waitFor('some seconds of flashes', () => view.beepsMs.length >= 8);
    const flashes = view.frames.filter(
      (frame, i) => isBright(frame) && i > 0 && !isBright(view.frames[i - 1] ?? frame),
    );
    const offsets = flashes.slice(3, -1).map(({ timestampMs }) => {
      return Math.min(...view.beepsMs.map((beepMs) => Math.abs(beepMs - timestampMs)));
    });
    expect(offsets.length).toBeGreaterThanOrEqual(2);
    expect(Math.max(...offsets)).toBeLessThan(40);
  });

  it('change their size without a gap', async () => {
    const view = await open();
    view.person.setTile(tall);
    view.attach(publish(clips.landscape));
    await nextPicture(view);
    const before = view.frames.length;
    view.person.setTile(small);
    await waitFor('the new size', () => view.frames.at(-1)?.width === 160);
    await nextPicture(view);
    expect(largestGapMs(view.frames.slice(before - 1))).toBeLessThan(noGapMs);
    await waitFor('one decoder', () => view.person.stats.decoders === 1);
    expect(view.person.stats.restarts).toBe(0);
  });

  it('settle on the last of many sizes, without many decoders', async () => {
    const view = await open();
    view.person.setTile(tall);
    view.attach(publish(clips.landscape));
    await nextPicture(view);
    let mostDecoders = 0;
    for (let i = 0; i < 30; i++) {
      view.person.setTile({ ...small, width: 100 + 2 * i });
      await nextTick();
      mostDecoders = Math.max(mostDecoders, view.person.stats.decoders);
    }
    await waitFor('the last size', () => view.frames.at(-1)?.width === 158);
    expect(mostDecoders).toBeLessThanOrEqual(3);
    expect(largestGapMs(view.frames.slice(1))).toBeLessThan(noGapMs);
    expect(view.person.stats.restarts).toBe(0);
  });

  it('are not decoded while there is no tile', async () => {
    const view = await open();
    view.attach(publish(clips.landscape));
    await waitFor('the first keyframe', () => view.person.sourceSize);
    expect(view.person.stats.decoders).toBe(0);
    view.person.setTile(small);
    await nextPicture(view);
    view.person.setTile(null);
    expect([view.isLive, view.person.frameAt(view.nowMs)]).toEqual([false, null]);
    await waitFor('no decoder', () => view.person.stats.decoders === 0);
  });

  it('keep their decoder when they are hidden for a moment, however often', async () => {
    const view = await open();
    view.person.setTile(small);
    view.attach(publish(clips.landscape));
    await nextPicture(view);
    const pids = await decoderPids();
    for (let i = 0; i < 20; i++) {
      view.person.setTile(null);
      expect(view.isLive).toBe(false);
      await nextTick();
      view.person.setTile(small);
      await nextTick();
    }
    await nextPicture(view);
    expect([await decoderPids(), view.person.stats]).toEqual([pids, { decoders: 1, restarts: 0 }]);
  });

  it('of which there are far too many come at a rate that can be seen', async () => {
    const view = await open();
    view.person.setTile(small);
    view.attach(publish({ ...clips.landscape, frameMs: 8 }));
    await waitFor('some seconds of pictures', () => view.frames.length > 80);
    const [first, last] = [view.frames[0], view.frames.at(-1)];
    const perSecond = (view.frames.length * 1000) / ((last?.timestampMs ?? 0) - (first?.timestampMs ?? 0));
    expect(perSecond).toBeLessThan(45);
    expect(view.person.stats.restarts).toBe(0);
  });

  it('of a screen that changes no more are there in a new size, too', async () => {
    const view = await open();
    const producer = publish(rare());
    view.person.setTile(small);
    view.attach(producer);
    const picture = await nextPicture(view);
    producer.stop(view.person.port);
    view.person.setTile(tall);
    await waitFor('the picture in the new size', () => view.person.frameAt(view.shownMs)?.width === 180);
    expect(view.person.frameAt(view.shownMs)?.timestampMs).toBeGreaterThanOrEqual(picture.timestampMs);
    expect(view.person.stats.restarts).toBe(0);
  });

  it('go on when the publisher changes codec, size and orientation', async () => {
    const view = await open();
    view.person.setTile(tall);
    let producer: FakeProducer | null = null;
    for (const clip of [clips.landscape, clips.portrait, clips.vp8, clips.landscape]) {
      producer?.close();
      producer = publish(clip);
      view.attach(producer);
      expect((await nextPicture(view)).data).toHaveLength((180 * 320 * 3) / 2);
    }
    expect(view.person.sourceSize).toEqual({ width: 640, height: 360 });
    expect(view.person.stats.restarts).toBe(0);
  });

  it('of a publisher who changes codec all the time do not start a decoder each time', async () => {
    const [h264, vp8] = [clips.landscape, clips.vp8].map((clip) => {
      return publish({ ...clip, frames: clip.frames.filter(({ isKeyframe }) => isKeyframe) });
    });
    if (!h264 || !vp8) throw new Error('two producers');
    const view = await open();
    view.person.setTile(small);
    const pids = new Set<number>();
    const startedMs = view.nowMs;
    for (let i = 0; i < 20; i++) {
      view.attach(i % 2 === 0 ? h264 : vp8);
      const { nowMs } = view;
      await waitFor('the next change', async () => {
        for (const pid of await decoderPids()) pids.add(pid);
        return view.nowMs > nowMs + 100;
      });
    }
    expect(pids.size).toBeLessThanOrEqual(1 + Math.ceil((view.nowMs - startedMs) / 500));
    await nextPicture(view);
    expect(view.person.stats.restarts).toBe(0);
  });

  it('take a new size within one track, with the decoder that there is', async () => {
    const frames = [...clips.landscape.frames.slice(0, 25), ...clips.portrait.frames.slice(0, 25)];
    const view = await open();
    view.person.setTile({ ...tall, fit: 'contain' });
    view.attach(publish({ ...clips.landscape, frames }));
    await nextPicture(view);
    const pids = await decoderPids();
    await waitFor('three changes', () => view.frames.length > 100);
    expect(largestGapMs(view.frames)).toBeLessThan(noGapMs);
    expect(await decoderPids()).toEqual(pids);
  });

  it('go on with the next keyframe when packets are lost', async () => {
    const frames = clips.landscape.frames.map((frame, i) =>
      i % 40 === 12 ? { ...frame, units: lossy(frame) } : frame,
    );
    const view = await open();
    view.person.setTile(small);
    view.attach(publish({ ...clips.landscape, frames }));
    await waitFor('pictures', () => view.frames.length > 60);
    expect(view.person.stats.restarts).toBe(0);
  });
});

/** A slice whose fragments cannot be put together. */
function lossy({ units }: Clip['frames'][number]): Buffer[] {
  return units.map((unit) => Buffer.concat([Buffer.from([0x7c, 0x01]), unit]));
}

it('a camera that stops is live no more after three seconds, a screen that rarely changes is', async () => {
  const [camera, screen] = [await open(), await open()];
  const [moving, still] = [publish(clips.landscape), publish(rare())];
  camera.person.setTile(small);
  screen.person.setTile(small);
  camera.attach(moving);
  screen.attach(still);
  await waitFor('pictures of both', () => camera.frames.length > 0 && screen.frames.length > 1);
  moving.stop(camera.person.port);
  still.stop(screen.person.port);
  await waitFor('the camera to count as frozen', () => !camera.isLive);
  await waitFor(
    'as much time for the screen',
    () => screen.shownMs - (screen.frames.at(-1)?.timestampMs ?? 0) > 3500,
  );
  expect(screen.isLive).toBe(true);
  screen.person.detach('video');
  expect(screen.isLive).toBe(false);
});

describe('a decoder that', () => {
  it.each(['SIGKILL', 'SIGSTOP'] as const)('gets %s is replaced, unheard', async (signal) => {
    const view = await open();
    view.attach(publish(clips.opus));
    await waitFor('the sound decoder', () => view.person.stats.decoders === 1);
    view.person.setTile(tall);
    view.attach(publish(clips.landscape));
    await nextPicture(view);
    const [soundPid, picturePid] = await decoderPids();
    process.kill(picturePid ?? 0, signal);
    await waitFor('a successor', () => view.person.stats.restarts === 1);
    await nextPicture(view);
    const pids = await decoderPids();
    expect(pids).toContain(soundPid);
    expect(pids).not.toContain(picturePid);
  });

  it('gives sound is replaced too', async () => {
    const view = await open();
    view.attach(publish(clips.opus));
    await waitFor('sound', () => view.beepsMs.length > 0);
    const [pid] = await decoderPids();
    process.kill(pid ?? 0, 'SIGKILL');
    await waitFor('a successor', () => view.person.stats.restarts === 1);
    const heard = view.beepsMs.length;
    await waitFor('sound', () => view.beepsMs.length > heard + 1);
  });

  it('belongs to a process that is killed ends', async () => {
    const child = fork(join(import.meta.dirname, '../support/compositorPersonProcess.ts'), { execArgv: [] });
    const exited = once(child, 'exit');
    const producer = publish(clips.landscape);
    child.send(trackOf(producer));
    const [port] = await once(child, 'message');
    producer.sendTo(Number(port));
    const pids: number[] = [];
    await waitFor('a decoder', async () => pids.push(...(await decoderPids(child.pid))) > 0);
    child.kill('SIGKILL');
    await exited;
    const isThere = (pid: number) =>
      access(`/proc/${pid}`).then(
        () => true,
        () => false,
      );
    await waitFor('its end', async () => !(await Promise.all(pids.map(isThere))).includes(true));
  });
});

it('survives a parameter set that is too large to announce', async () => {
  const isPps = (unit: Buffer) => ((unit[0] ?? 0) & 0x1f) === 8;
  const [sps, pps] = clips.landscape.frames[0]?.units ?? [];
  if (!sps || !pps || !isPps(pps)) throw new Error('a clip without parameter sets');
  // Known from signaling; the keyframes bring another one, as their last and largest part.
  const sets = [sps, pps].map((set) => set.toString('base64')).join();
  const giant = packetizeNal(Buffer.concat([pps, Buffer.alloc(70_000, 1)]));
  const frames = clips.landscape.frames.map((frame) => {
    if (!frame.isKeyframe) return frame;
    return { ...frame, units: [...frame.units.filter((unit) => !isPps(unit)), ...giant] };
  });
  const view = await open();
  view.person.setTile(small);
  const producer = publish({ ...clips.landscape, frames });
  view.person.attach({ ...trackOf(producer), codecParameters: { 'sprop-parameter-sets': sets } });
  producer.sendTo(view.person.port);
  const { nowMs } = view;
  await waitFor('more than a keyframe’s interval', () => view.nowMs > nowMs + 1200);
  expect(view.frames).toEqual([]);
  producer.close();
  view.attach(publish(clips.landscape));
  await nextPicture(view);
  expect(view.person.stats).toEqual({ decoders: 1, restarts: 0 });
});

it('survives garbage, and shows what comes after it', async () => {
  const view = await open();
  view.person.setTile(small);
  const producer = publish(clips.landscape);
  const { ssrc, payloadType } = producer;
  view.attach(producer);
  await nextPicture(view);
  const socket = createSocket('udp4');
  const random = seededRandom(7);
  const whole = (below: number) => Math.floor(random() * below);
  for (let i = 0; i < 2000; i++) {
    const payload = Buffer.from(Array.from({ length: 1 + whole(60) }, () => whole(256)));
    if (i % 3 === 0) payload[0] = [0x7c, 0x65, 0x67, 0x68, 0x78][i % 5] ?? 0;
    const header = { sequence: whole(65_536), timestamp: whole(2 ** 32), marker: random() < 0.3 };
    const packet = createPacket({ payloadType, ssrc, ...header }, payload);
    socket.send(i % 10 === 0 ? payload : packet, view.person.port, '127.0.0.1');
  }
  const { nowMs } = view;
  await waitFor('pictures after it', () => (view.frames.at(-1)?.timestampMs ?? 0) > nowMs + 1500);
  expect(largestGapMs(view.frames.slice(-10))).toBeLessThan(noGapMs);
  socket.close();
});
