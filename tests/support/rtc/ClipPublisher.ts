import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { MediaKind, RtpParameters } from '@lianmai/shared';
import { aggregateNals, packetizeNal } from '../../../server/src/egress/rtp/h264Payload.ts';
import { createSenderReport } from '../../../server/src/egress/rtp/rtcp.ts';
import { createPacket } from '../../../server/src/egress/rtp/rtpPacket.ts';
import type { RoomMedia, RtpInjection } from '../../../server/src/rooms/ports/MediaEngine.ts';
import { type Clip, soundClip, videoClip } from './clips.ts';
import { countKeyframeRequests } from './keyframeRequests.ts';

const payloadTypes: Record<MediaKind, number> = { video: 96, audio: 111 };
const ssrcs: Record<MediaKind, number> = { video: 4_000_001, audio: 4_000_002 };
const reportEveryMs = 500;
const tickMs = 10;

/** What a browser would announce for the track, keyframe requests included. */
export function clipParameters(kind: MediaKind): RtpParameters {
  const base = { payloadType: payloadTypes[kind] };
  const encodings = [{ ssrc: ssrcs[kind] }];
  const rtcp = { cname: 'clip' };
  if (kind === 'audio')
    return { codecs: [{ ...base, mimeType: 'audio/opus', clockRate: 48_000, channels: 2 }], encodings, rtcp };
  const parameters = { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 };
  const rtcpFeedback = [
    { type: 'nack' },
    { type: 'nack', parameter: 'pli' },
    { type: 'ccm', parameter: 'fir' },
  ];
  return {
    codecs: [{ ...base, mimeType: 'video/H264', clockRate: 90_000, parameters, rtcpFeedback }],
    encodings,
    rtcp,
  };
}

/**
 * Publishes a clip into a room as RTP in real time, and answers keyframe requests as a browser does: by going back to the clip's
 * keyframe. Owns its sockets, its timer and the injection.
 */
export class ClipPublisher {
  readonly tracks: RtpInjection['tracks'];
  /** When keyframe requests arrived, on `performance.now()`. */
  readonly keyframeRequestsAtMs: number[] = [];
  readonly #injection: RtpInjection;
  readonly #senders: TrackSender[];
  readonly #timer: NodeJS.Timeout;

  static async start(media: RoomMedia, video?: Parameters<typeof videoClip>[0]): Promise<ClipPublisher> {
    const clips = await Promise.all([videoClip(video), soundClip()]);
    const kinds: MediaKind[] = ['video', 'audio'];
    const injection = await media.openInjection({
      tracks: kinds.map((kind) => ({ kind, rtpParameters: clipParameters(kind) })),
      onLost: () => undefined,
    });
    const senders = await Promise.all(
      injection.tracks.map((target, i) => TrackSender.open(target, clips[i] ?? { frameMs: 20, frames: [] })),
    );
    return new ClipPublisher(injection, senders);
  }

  private constructor(injection: RtpInjection, senders: TrackSender[]) {
    this.#injection = injection;
    this.#senders = senders;
    this.tracks = injection.tracks;
    for (const sender of senders)
      sender.onKeyframeRequest = () => this.keyframeRequestsAtMs.push(performance.now());
    this.#timer = setInterval(() => {
      for (const sender of this.#senders) sender.sendDue();
    }, tickMs);
  }

  /** The tracks as a room wants them for `publishIngest`. */
  get sources() {
    return this.tracks.map(({ producerId, kind }) => {
      const source = kind === 'video' ? ('camera' as const) : ('microphone' as const);
      return { producerId, kind, source };
    });
  }

  /** The next picture is a keyframe, as if somebody had asked for it. */
  sendKeyframe(): void {
    for (const sender of this.#senders) sender.rewind();
  }

  close(): void {
    clearInterval(this.#timer);
    for (const sender of this.#senders) sender.close();
    this.#injection.close();
  }
}

/** Sends one track; RTP and RTCP from two sockets, to two ports. */
class TrackSender {
  onKeyframeRequest: () => void = () => undefined;
  readonly #target: RtpInjection['tracks'][number];
  readonly #clip: Clip;
  readonly #rtp: Socket;
  readonly #rtcp: Socket;
  readonly #startedAtMs = performance.now();
  #sequence = 0;
  #sentFrames = 0;
  #next = 0;
  #reportedAtMs = Number.NEGATIVE_INFINITY;

  static async open(target: RtpInjection['tracks'][number], clip: Clip): Promise<TrackSender> {
    const [rtp, rtcp] = await Promise.all([boundSocket(), boundSocket()]);
    return new TrackSender(target, clip, rtp, rtcp);
  }

  private constructor(target: RtpInjection['tracks'][number], clip: Clip, rtp: Socket, rtcp: Socket) {
    this.#target = target;
    this.#clip = clip;
    this.#rtp = rtp;
    this.#rtcp = rtcp;
    rtcp.on('message', (compound) => this.#handleRtcp(compound));
  }

  sendDue(): void {
    const elapsedMs = performance.now() - this.#startedAtMs;
    while (this.#sentFrames * this.#clip.frameMs <= elapsedMs) this.#sendFrame();
    if (elapsedMs - this.#reportedAtMs < reportEveryMs) return;
    this.#reportedAtMs = elapsedMs;
    const report = {
      ssrc: ssrcs[this.#target.kind],
      ntpMs: Date.now(),
      rtpTimestamp: this.#timestampAt(elapsedMs),
    };
    this.#rtcp.send(createSenderReport(report), this.#target.rtcpPort, '127.0.0.1');
  }

  close(): void {
    this.#rtp.close();
    this.#rtcp.close();
  }

  /** Goes back to the beginning of a video clip; sound has nothing there. */
  rewind(): void {
    if (this.#target.kind === 'video') this.#next = 0;
  }

  #sendFrame(): void {
    const { kind, port } = this.#target;
    const payloads = toPayloads(kind, this.#clip.frames[this.#next] ?? []);
    const timestamp = this.#timestampAt(this.#sentFrames * this.#clip.frameMs);
    payloads.forEach((payload, i) => {
      const marker = kind === 'video' && i === payloads.length - 1;
      const header = {
        payloadType: payloadTypes[kind],
        marker,
        sequence: this.#sequence,
        timestamp,
        ssrc: ssrcs[kind],
      };
      this.#sequence = (this.#sequence + 1) & 0xffff;
      this.#rtp.send(createPacket(header, payload), port, '127.0.0.1');
    });
    this.#sentFrames += 1;
    this.#next = (this.#next + 1) % this.#clip.frames.length;
  }

  #timestampAt(elapsedMs: number): number {
    const clockRate = this.#target.kind === 'video' ? 90 : 48;
    return Math.round(elapsedMs * clockRate) % 2 ** 32;
  }

  #handleRtcp(compound: Buffer): void {
    const requests = countKeyframeRequests(compound);
    for (let i = 0; i < requests; i += 1) this.onKeyframeRequest();
    if (requests > 0) this.rewind();
  }
}

async function boundSocket(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

function toPayloads(kind: MediaKind, units: Buffer[]): Buffer[] {
  if (kind === 'audio') return units;
  const isParameterSet = (unit: Buffer) => [7, 8].includes((unit[0] ?? 0) & 0x1f);
  const sets = units.filter(isParameterSet);
  const slices = units.filter((unit) => !isParameterSet(unit)).flatMap((unit) => packetizeNal(unit));
  return sets.length > 0 ? [aggregateNals(sets), ...slices] : slices;
}
