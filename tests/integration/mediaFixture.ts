import type { MediaKind, RtpParameters } from '@lianmai/shared';
import { expect } from 'vitest';
import { SystemClock } from '../../server/src/core/Clock.ts';
import { silentLogger } from '../../server/src/core/logger.ts';
import { MediasoupEngine, type MediasoupEngineOptions } from '../../server/src/media/MediasoupEngine.ts';
import type {
  MediaPeer,
  MediaPeerEvents,
  RoomMedia,
  RoomMediaEvents,
} from '../../server/src/rooms/ports/MediaEngine.ts';

export function openEngine(options: Partial<MediasoupEngineOptions> = {}): Promise<MediasoupEngine> {
  return MediasoupEngine.create({
    workerBin: process.env.MEDIASOUP_WORKER_BIN,
    workers: 2,
    rtcPortBase: 0,
    host: '127.0.0.1',
    log: silentLogger(),
    clock: new SystemClock(),
    ...options,
  });
}

export function openRoom(
  engine: MediasoupEngine,
  roomId: string,
  events: RoomMediaEvents = { audioLevels: () => undefined },
): RoomMedia {
  return engine.openRoom(roomId, events);
}

/** A peer and everything that it was told, as `[event, ...arguments]`. */
export function openPeer(
  room: RoomMedia,
  peerId: string,
  limits?: Parameters<RoomMedia['openPeer']>[0]['limits'],
) {
  const told: [keyof MediaPeerEvents, ...unknown[]][] = [];
  const peer = room.openPeer({
    peerId,
    limits,
    events: {
      transportClosed: (...args) => told.push(['transportClosed', ...args]),
      producerClosed: (...args) => told.push(['producerClosed', ...args]),
      consumerClosed: (...args) => told.push(['consumerClosed', ...args]),
      consumerPaused: (...args) => told.push(['consumerPaused', ...args]),
      consumerResumed: (...args) => told.push(['consumerResumed', ...args]),
      consumerLayersChanged: (...args) => told.push(['consumerLayersChanged', ...args]),
      producerScore: (...args) => told.push(['producerScore', ...args]),
    },
  });
  return { peer, told, toldOf: (event: keyof MediaPeerEvents) => told.filter(([name]) => name === event) };
}

let nextSsrc = 10_000;

/** What a browser would send for one track. */
export function trackParameters(kind: MediaKind, codec: 'H264' | 'VP8' | 'opus' = 'H264'): RtpParameters {
  nextSsrc += 1;
  const encodings = [{ ssrc: nextSsrc }];
  const rtcp = { cname: 'publisher' };
  if (kind === 'audio') {
    const opus = { mimeType: 'audio/opus', payloadType: 111, clockRate: 48000, channels: 2 };
    return { codecs: [opus], encodings, rtcp };
  }
  const h264 = { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 };
  const video = { mimeType: `video/${codec}`, payloadType: 96, clockRate: 90000 };
  return { codecs: [codec === 'H264' ? { ...video, parameters: h264 } : video], encodings, rtcp };
}

/** A peer that publishes a picture and a sound, without anything flowing. */
export async function openPublisher(room: RoomMedia, peerId = 'publisher') {
  const opened = openPeer(room, peerId);
  const transport = await opened.peer.createTransport({ direction: 'send', forceTcp: false });
  const produce = async (kind: MediaKind) => {
    const rtpParameters = trackParameters(kind);
    return (await opened.peer.produce({ transportId: transport.id, kind, rtpParameters, paused: false }))
      .producerId;
  };
  return { ...opened, transport, video: await produce('video'), audio: await produce('audio') };
}

/** A peer that consumes the given producers. */
export async function openViewer(
  engine: MediasoupEngine,
  room: RoomMedia,
  producerIds: string[],
  peerId = 'viewer',
) {
  const opened = openPeer(room, peerId);
  const transport = await opened.peer.createTransport({ direction: 'recv', forceTcp: false });
  const consumers = await consumeAll(engine, opened.peer, transport.id, producerIds);
  return { ...opened, transport, consumers };
}

export function consumeAll(
  engine: MediasoupEngine,
  peer: MediaPeer,
  transportId: string,
  producerIds: string[],
) {
  const { rtpCapabilities } = engine;
  return Promise.all(
    producerIds.map((producerId) => peer.consume({ transportId, producerId, rtpCapabilities })),
  );
}

/** Soon after something was asked for: one of these moments lies between mediasoup's request and its worker's answer. */
export const moments = [() => Promise.resolve(), () => new Promise(setImmediate)].flatMap((turn) =>
  Array.from({ length: 20 }, (_, turns) => async () => {
    for (let i = 0; i < turns; i += 1) await turn();
  }),
);

/** Waits until `check` holds, and says which named thing did not happen by the deadline. */
export async function eventually(what: string, check: () => boolean, deadlineMs = 5000): Promise<number> {
  const startMs = performance.now();
  while (!check()) {
    if (performance.now() - startMs > deadlineMs) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return performance.now() - startMs;
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export const noCounts = {
  routers: 0,
  transports: 0,
  plainTransports: 0,
  pipeTransports: 0,
  producers: 0,
  consumers: 0,
  pipes: 0,
};

/** Ends a test: when the room is closed no object is left in any worker, and then no worker. */
export async function closeAndCheck(engine: MediasoupEngine, room: RoomMedia): Promise<void> {
  room.close();
  const { total, workers } = engine.stats();
  await engine.close();
  expect(total).toEqual(noCounts);
  expect(workers.filter(({ load }) => load !== 0)).toEqual([]);
  expect(workers.filter(({ pid }) => isRunning(pid))).toEqual([]);
}
