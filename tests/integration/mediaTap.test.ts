import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MediasoupEngine } from '../../server/src/media/MediasoupEngine.ts';
import type { RoomMedia, RtpInjection, TapTrack } from '../../server/src/rooms/ports/MediaEngine.ts';
import {
  eventually,
  moments,
  openEngine,
  openPeer,
  openPublisher,
  openRoom,
  trackParameters,
} from './mediaFixture.ts';
import { encoderParameters, rtcpParts, startEncoder } from './mediaSender.ts';

let engine: MediasoupEngine;
let room: RoomMedia;
const sockets: Socket[] = [];
const children: ChildProcess[] = [];

beforeEach(async () => {
  engine = await openEngine();
  room = openRoom(engine, 'room');
});

afterEach(async () => {
  for (const child of children.splice(0)) await stop(child);
  for (const socket of sockets.splice(0)) socket.close();
  room.close();
  const { total } = engine.stats();
  await engine.close();
  expect(Object.values(total).every((count) => count === 0)).toBe(true);
});

async function bindSocket(): Promise<{ socket: Socket; port: number; packets: Buffer[] }> {
  const socket = createSocket('udp4');
  sockets.push(socket);
  const packets: Buffer[] = [];
  socket.on('message', (packet) => packets.push(packet));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { socket, port: socket.address().port, packets };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** ffmpeg as a sender of a test picture and a tone, as RTP, to an injection. */
function startSender({ tracks }: RtpInjection, ssrcs: number[]): void {
  const outputs = tracks.flatMap(({ kind, port, rtcpPort }, index) => [
    ...(kind === 'video' ? videoArguments : audioArguments),
    ...['-ssrc', String(ssrcs[index]), '-f', 'rtp'],
    `rtp://127.0.0.1:${port}?rtcpport=${rtcpPort}&pkt_size=1200`,
  ]);
  const inputs = ['-re', '-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=25'];
  inputs.push('-re', '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000');
  children.push(spawn('ffmpeg', ['-v', 'error', '-nostdin', ...inputs, ...outputs], { stdio: 'ignore' }));
}

const videoArguments = [
  '-map',
  '0:v',
  '-c:v',
  'libx264',
  '-preset',
  'ultrafast',
  '-tune',
  'zerolatency',
].concat(['-profile:v', 'baseline', '-pix_fmt', 'yuv420p', '-g', '25', '-payload_type', '96']);
const audioArguments = ['-map', '1:a', '-c:a', 'libopus', '-ac', '2', '-payload_type', '111'];

const isRtcp = (packet: Buffer) => (packet[1] ?? 0) >= 192 && (packet[1] ?? 0) <= 223;

const senderReportSsrcs = (packet: Buffer) =>
  rtcpParts(packet).flatMap((part) => (part[1] === 200 ? [part.readUInt32BE(4)] : []));

const rtpOf = (packets: Buffer[], { ssrc }: TapTrack) =>
  packets.filter((packet) => !isRtcp(packet) && packet.readUInt32BE(8) === ssrc);

function openInjection(onLost: () => void = () => undefined) {
  const tracks = [
    { kind: 'video' as const, rtpParameters: trackParameters('video') },
    { kind: 'audio' as const, rtpParameters: trackParameters('audio') },
  ];
  const ssrcs = tracks.map(({ rtpParameters }) => rtpParameters.encodings[0]?.ssrc ?? 0);
  return room.openInjection({ tracks, onLost }).then((injection) => ({ injection, ssrcs }));
}

it('leaves nothing of a track that is attached while its tap closes', async () => {
  const { injection } = await openInjection();
  const before = engine.stats().total;
  for (const moment of moments) {
    const tap = await room.openTap({ ip: '127.0.0.1', port: 9 });
    const attached = Promise.allSettled(
      injection.tracks.map(({ producerId }) => tap.attach(producerId, () => undefined)),
    );
    await moment();
    tap.close();
    await attached;
  }
  await eventually('all is gone', () => isDeepStrictEqual(engine.stats().total, before)).catch(() =>
    expect(engine.stats().total).toEqual(before),
  );
});

it('carries ffmpeg’s RTP through the router to a tap', async () => {
  const { injection, ssrcs } = await openInjection();
  startSender(injection, ssrcs);
  const { port, packets } = await bindSocket();
  const tap = await room.openTap({ ip: '127.0.0.1', port });
  const closed: string[] = [];
  const tracks = await Promise.all(
    injection.tracks.map(({ producerId }) => tap.attach(producerId, () => closed.push(producerId))),
  );
  const [video, audio] = tracks;
  if (!video || !audio) throw new Error('no tracks');
  expect(video).toMatchObject({ kind: 'video', codec: 'H264', clockRate: 90000 });
  expect(audio).toMatchObject({ kind: 'audio', codec: 'opus', clockRate: 48000 });
  for (const track of tracks) await track.resume();
  await video.requestKeyFrame();
  await eventually(
    'two seconds of both',
    () => {
      return rtpOf(packets, video).length > 50 && rtpOf(packets, audio).length > 100;
    },
    15_000,
  );

  for (const track of tracks) {
    const rtp = rtpOf(packets, track);
    expect(new Set(rtp.map((packet) => (packet[1] ?? 0) & 0x7f))).toEqual(new Set([track.payloadType]));
    const sequence = rtp.map((packet) => packet.readUInt16BE(2));
    const first = sequence[0] ?? 0;
    expect(sequence).toEqual(sequence.map((_, index) => (first + index) & 0xffff));
  }
  // Without sender reports ffmpeg cannot put sound and picture together.
  await eventually('a sender report of each', () => {
    const reported = packets.filter(isRtcp).flatMap(senderReportSsrcs);
    return reported.includes(video.ssrc) && reported.includes(audio.ssrc);
  });

  video.close();
  expect(closed).toEqual([]);
  injection.close();
  await eventually('the other track is told', () => closed.length === 1);
  expect(closed).toEqual([audio.producerId]);
  tap.close();
});

it('asks the publisher for at most one keyframe a second, however many want one', async () => {
  const parameters = encoderParameters();
  const injection = await room.openInjection({
    tracks: [{ kind: 'video', rtpParameters: parameters }],
    onLost: () => undefined,
  });
  const encoder = await startEncoder(injection.tracks[0], parameters);
  const { port } = await bindSocket();
  const taps = await Promise.all(Array.from({ length: 40 }, () => room.openTap({ ip: '127.0.0.1', port })));
  const producerId = injection.tracks[0]?.producerId ?? '';
  const tracks = await Promise.all(taps.map((tap) => tap.attach(producerId, () => undefined)));
  for (const track of tracks) await track.resume();
  let asked = 0;
  const deadlineMs = performance.now() + 10_000;
  while (encoder.requestedAtMs.length < 3 && performance.now() < deadlineMs) {
    await Promise.all(tracks.map((track) => track.requestKeyFrame()));
    asked += tracks.length;
  }
  expect(encoder.requestedAtMs.length).toBeGreaterThanOrEqual(3);
  expect(asked).toBeGreaterThan(1000);
  encoder.close();
  const distances = encoder.requestedAtMs.slice(1).map((at, i) => at - (encoder.requestedAtMs[i] ?? 0));
  // The worker's timer and this process's clock need not agree to the millisecond.
  expect(Math.min(...distances)).toBeGreaterThan(950);
});

it('tells taps and injections that their worker died', async () => {
  const lost: string[] = [];
  const { injection } = await openInjection(() => lost.push('injection'));
  const { port } = await bindSocket();
  const tap = await room.openTap({ ip: '127.0.0.1', port });
  tap.onLost(() => lost.push('tap'));
  const videoId = injection.tracks[0]?.producerId ?? '';
  await tap.attach(videoId, () => lost.push('track'));
  const home = engine.stats().workers.find(({ producers }) => producers > 0);
  if (!home) throw new Error('no home');
  process.kill(home.pid, 'SIGKILL');
  await eventually('all three', () => lost.length === 3);
  expect(lost.toSorted()).toEqual(['injection', 'tap', 'track']);
  await expect(tap.attach(videoId, () => undefined)).rejects.toMatchObject({ code: 'media_unavailable' });
});

it('survives rtpParameters that no browser would send', async () => {
  const { peer, transport } = await openPublisher(room);
  const { peer: other } = openPeer(room, 'fuzzer', { producers: 1000, transports: 100 });
  const send = await other.createTransport({ direction: 'send', forceTcp: false });
  const good = trackParameters('video', 'VP8');
  const vp8 = { mimeType: 'video/VP8', payloadType: 96, clockRate: 90000 };
  const rtx = { mimeType: 'video/rtx', payloadType: 97, clockRate: 90000 };
  const variants = [
    { ...good, codecs: [{ ...vp8, mimeType: 'video/VP9' }] },
    { ...good, codecs: [{ ...vp8, mimeType: 'audio/opus' }] },
    { ...good, codecs: [{ ...vp8, clockRate: 1 }] },
    { ...good, codecs: [rtx] },
    { ...good, codecs: [{ ...rtx, parameters: { apt: 97 } }] },
    { ...good, codecs: [vp8, { ...rtx, parameters: { apt: 12 } }] },
    { ...good, codecs: [vp8, { ...rtx, parameters: { apt: 'x' } }] },
    { ...good, codecs: [vp8, vp8] },
    { ...good, codecs: [vp8, { ...rtx, payloadType: 96, parameters: { apt: 96 } }] },
    { ...good, codecs: [{ ...vp8, parameters: { x: true } }] },
    { ...good, codecs: [{ ...vp8, mimeType: 'video/H264', parameters: { 'profile-level-id': 'zz' } }] },
    { ...good, encodings: [{}, {}] },
    { ...good, encodings: [{ ssrc: 0 }] },
    { ...good, encodings: [{ ssrc: 77 }, { ssrc: 77 }] },
    { ...good, encodings: [{ ssrc: 78, rtx: { ssrc: 78 } }] },
    { ...good, encodings: [{ rid: 'a' }, { rid: 'a' }] },
    { ...good, encodings: [{ rid: '' }] },
    { ...good, encodings: [{ ssrc: 79, codecPayloadType: 3 }] },
    {
      ...good,
      encodings: [
        { ssrc: 80, scalabilityMode: 'S4T4_KEY' },
        { ssrc: 81, scalabilityMode: 'L1T1' },
      ],
    },
    { ...good, headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 255 }] },
    { ...good, mid: '' },
    { ...good, mid: 'x'.repeat(32) },
  ];
  const codes = new Set<string>();
  for (const rtpParameters of variants) {
    const [outcome] = await Promise.allSettled([
      other.produce({ transportId: send.id, kind: 'video', rtpParameters, paused: false }),
    ]);
    codes.add(outcome.status === 'rejected' ? outcome.reason.code : 'accepted');
  }
  codes.delete('accepted');
  expect([...codes].toSorted()).toEqual(['invalid_request', 'unsupported_codec']);
  for (const value of ['00', '00:'.repeat(32), 'FF:FF']) {
    const [outcome] = await Promise.allSettled([
      other.connectTransport(send.id, { role: 'auto', fingerprints: [{ algorithm: 'sha-256', value }] }),
    ]);
    if (outcome.status === 'rejected')
      expect(['invalid_request', 'invalid_state']).toContain(outcome.reason.code);
  }
  await peer.restartIce(transport.id);
  expect(engine.stats().workers).toHaveLength(2);
});
