import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../core/logger.ts';
import { FakeClientLink } from '../../testing/FakeClientLink.ts';
import { identity, roomFixture } from '../../testing/roomFixture.ts';
import { FakeSourceProcess } from '../FakeSourceProcess.ts';
import type { AirPlace, FedProcess } from '../ports.ts';
import { roomAir } from '../roomAir.ts';
import { sessionAir } from '../sessionAir.ts';
import { RtmpPublication } from './RtmpPublication.ts';

/** It takes everything. */
class FakeProcess extends FakeSourceProcess implements FedProcess {
  readonly unreadBytes = 0;

  write(): void {}
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

const baseline = [0x42, 0xc0, 0x1f];
const high444 = [0xf4, 0, 0x1f];
const videoConfig = (profile = baseline) => Buffer.from([0x17, 0, 0, 0, 0, 1, ...profile, 0xff]);
const audioConfig = Buffer.from([0xaf, 0, 0x12, 0x10]);
const sound = Buffer.from([0xaf, 1, 0x21]);
const picture = (isKeyframe: boolean, compositionMs = 0) =>
  Buffer.from([isKeyframe ? 0x17 : 0x27, 1, 0, 0, compositionMs, 0, 0, 0, 1]);

function open(as: 'anchor' | 'guest' = 'anchor') {
  const fixture = roomFixture();
  const { room, clock } = fixture;
  const processes: FakeProcess[] = [];
  const ends: string[] = [];
  const session = room.join(identity('bob'), 'viewer', new FakeClientLink());
  let place: AirPlace = roomAir(room, 'rtmp', { mayOpenShow: () => publication.isWanted });
  if (as === 'guest') {
    room.openShow();
    room.stage.configure({ admission: 'open', usesGreenRoom: false });
    room.stage.take(session, null, true);
    place = sessionAir(room, session);
  }
  const publication: RtmpPublication = new RtmpPublication({
    room,
    place,
    allowsVideo: () => as === 'anchor' || room.stage.guestOf(session.id)?.allowsVideo !== false,
    outlivesShow: as === 'anchor',
    onMeasured: () => undefined,
    ingestId: 'rtmp',
    startSource: (args) => {
      const process = new FakeProcess(args);
      processes.push(process);
      return process;
    },
    clock,
    log: silentLogger(),
    onFailed: (reason) => ends.push(`failed: ${reason}`),
    onEnded: (reason) => ends.push(`ended: ${reason}`),
  });
  let timestampMs = 0;
  const push = (kind: 'audio' | 'video', body: Buffer) => publication.push({ kind, timestampMs, body });
  const pushPictures = (count: number, { from = 0, compositionMs = 0 } = {}) => {
    for (let i = from; i < from + count; i += 1) {
      push('video', picture(i % 25 === 0, compositionMs));
      timestampMs += 40;
    }
  };
  /** Both configurations and the first pictures. */
  const begin = async (profile = baseline) => {
    push('video', videoConfig(profile));
    push('audio', audioConfig);
    pushPictures(2);
    await settle();
  };
  const onAir = () => room.tracks.publications.map(({ seat, kind }) => `${seat} ${kind}`).join(', ');
  const running = () => processes.filter(({ isRunning }) => isRunning).length;
  const wait = async (ms: number) => {
    clock.advance(ms);
    await settle();
  };
  return {
    ...fixture,
    session,
    publication,
    processes,
    ends,
    push,
    pushPictures,
    begin,
    onAir,
    running,
    wait,
  };
}

describe('a publication', () => {
  it('begins the show with the first keyframe, copied', async () => {
    const { push, pushPictures, room, onAir, processes } = open();
    push('video', videoConfig());
    push('audio', audioConfig);
    pushPictures(5, { from: 1 });
    await settle();
    expect(room.isLive).toBe(false);
    pushPictures(1);
    await settle();
    expect(room.isLive).toBe(true);
    expect(onAir()).toBe('0 video, 0 audio');
    expect(processes[0]?.args).toContain('copy');
  });

  it.each([
    ['sound', (of: ReturnType<typeof open>) => of.push('audio', audioConfig), '0 audio'],
    ['a picture', (of: ReturnType<typeof open>) => of.push('video', videoConfig()), '0 video'],
  ])('is of %s alone when nothing else comes in time', async (_what, send, tracks) => {
    const it = open();
    send(it);
    it.push('audio', sound);
    await it.wait(1499);
    expect(it.onAir()).toBe('');
    await it.wait(1);
    it.pushPictures(1);
    await settle();
    expect(it.onAir()).toBe(tracks);
  });

  it('ends when more comes than a stage may carry', async () => {
    const { begin, push, wait, ends } = open();
    await begin();
    const second = (bytes: number) => push('video', Buffer.concat([picture(true), Buffer.alloc(bytes)]));
    for (let i = 0; i < 60; i += 1) {
      second(1_400_000);
      await wait(1000);
    }
    expect(ends).toEqual([]);
    for (let i = 0; i < 60; i += 1) {
      second(2_000_000);
      await wait(1000);
    }
    expect(ends).toEqual(['failed: too_many_requests: more than 12 Mbit/s']);
  });

  it('is encoded anew where browsers could not play it, or not from every keyframe', async () => {
    const unplayable = open();
    await unplayable.begin(high444);
    expect(unplayable.processes.at(-1)?.args).toContain('libx264');
    const reordered = open();
    await reordered.begin();
    reordered.pushPictures(30, { from: 2, compositionMs: 40 });
    await settle();
    await reordered.wait(0);
    expect(reordered.processes.map(({ args }) => args.includes('libx264'))).toEqual([false, true]);
    expect(reordered.running()).toBe(1);
  });

  it('fails for what is neither H.264 nor AAC, and for what changes all the time', async () => {
    const foreign = open();
    foreign.push('video', Buffer.from([0x12, 1, 2, 3]));
    expect(foreign.ends[0]).toMatch(/^failed: unsupported_codec/u);
    const restless = open();
    await restless.begin();
    for (let i = 0; i < 12; i += 1) restless.push('video', videoConfig([0x42, i, 0x1f]));
    expect(restless.ends[0]).toMatch(/^failed: too_many_requests/u);
  });

  it('is held when the show is ended, and on air with the next one’s first keyframe', async () => {
    const { begin, pushPictures, push, room, onAir, ends, running, wait, media } = open();
    await begin();
    room.endShow('ended_by_anchor');
    pushPictures(60, { from: 2 });
    push('audio', sound);
    await wait(10_000);
    expect({ isLive: room.isLive, onAir: onAir(), running: running() }).toEqual({
      isLive: false,
      onAir: '',
      running: 0,
    });
    expect(media.rooms.get('r1')?.injections.size).toBe(0);
    room.openShow();
    pushPictures(10, { from: 1 });
    await settle();
    expect(onAir()).toBe('');
    pushPictures(1);
    await settle();
    expect(onAir()).toBe('0 video, 0 audio');
    expect(ends).toEqual([]);
  });
});

describe('a guest’s publication', () => {
  it('gives sound alone once the seat takes no picture', async () => {
    const { begin, room, onAir, wait, processes, running, ends } = open('guest');
    await begin();
    expect(onAir()).toBe('1 video, 1 audio');
    room.stage.change({ type: 'setVideo', seat: 1, allowsVideo: false });
    await settle();
    await wait(0);
    expect(onAir()).toBe('1 audio');
    expect(processes.at(-1)?.args).not.toContain('0:v:0');
    expect(running()).toBe(1);
    expect(ends).toEqual([]);
  });

  it.each<[string, (of: ReturnType<typeof open>) => unknown, string]>([
    ['cut', ({ room }) => room.stage.change({ type: 'cut', seat: 1 }), 'cut'],
    ['off the seat', ({ room, session }) => room.stage.leave(session), 'off_stage'],
    ['gone', ({ session }) => session.end('left'), 'session_ended'],
    ['at the end of the show', ({ room }) => room.endShow('ended_by_anchor'), 'show_ended'],
    [
      'unpublished',
      ({ room, session }) => room.tracks.unpublish(session, room.tracks.publications[0]?.producerId ?? ''),
      'unpublished',
    ],
  ])('ends when they are %s', async (_when, act, reason) => {
    const it = open('guest');
    await it.begin();
    act(it);
    await settle();
    expect(it.ends).toContain(`ended: ${reason}`);
    expect(it.onAir()).toBe('');
    await it.publication.close();
    expect(it.running()).toBe(0);
    expect([...(it.media.rooms.get('r1')?.peers ?? [])].flatMap(({ transports }) => [...transports])).toEqual(
      [],
    );
  });

  it('comes back when a media worker died, and not when they left the stage meanwhile', async () => {
    const { begin, media, onAir, wait, room, session, ends } = open('guest');
    await begin();
    media.resetMedia('r1');
    await settle();
    expect(onAir()).toBe('');
    await wait(500);
    expect(onAir()).toBe('1 video, 1 audio');
    media.resetMedia('r1');
    await settle();
    room.stage.leave(session);
    await wait(1000);
    expect(onAir()).toBe('');
    expect(ends).toEqual(['ended: off_stage']);
  });
});
