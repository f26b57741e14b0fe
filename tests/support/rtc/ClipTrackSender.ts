import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createSenderReport } from '../../../server/src/egress/rtp/rtcp.ts';
import { createPacket } from '../../../server/src/egress/rtp/rtpPacket.ts';
import type { RtpInjection } from '../../../server/src/rooms/ports/MediaEngine.ts';
import { clipFormats, payloadsOf } from './clipRtp.ts';
import type { Clip } from './clips.ts';
import { countKeyframeRequests } from './keyframeRequests.ts';

const reportEveryMs = 500;

type Target = RtpInjection['tracks'][number];

/** Sends one clip, over and over; RTP and RTCP from two sockets, to two ports. Whoever owns it calls `sendDue` often. */
export class ClipTrackSender {
  onKeyframeRequest: () => void = () => undefined;
  readonly clip: Clip;
  readonly #target: Target;
  readonly #rtp: Socket;
  readonly #rtcp: Socket;
  readonly #startedAtMs: number;
  /** By the frame's place in the clip: when it was sent last, ms since the epoch. */
  readonly #sentAtMs: number[] = [];
  #sequence = 0;
  #sentFrames = 0;
  #next = 0;
  #reportedAtMs = Number.NEGATIVE_INFINITY;

  /** @param startedAtMs on `performance.now()`; the same for all tracks of a person */
  static async open(target: Target, clip: Clip, startedAtMs: number): Promise<ClipTrackSender> {
    const [rtp, rtcp] = await Promise.all([boundSocket(), boundSocket()]);
    return new ClipTrackSender(target, clip, startedAtMs, { rtp, rtcp });
  }

  private constructor(
    target: Target,
    clip: Clip,
    startedAtMs: number,
    sockets: { rtp: Socket; rtcp: Socket },
  ) {
    this.#target = target;
    this.clip = clip;
    this.#startedAtMs = startedAtMs;
    this.#rtp = sockets.rtp;
    this.#rtcp = sockets.rtcp;
    this.#rtcp.on('message', (compound) => this.#handleRtcp(compound));
  }

  sendDue(): void {
    const elapsedMs = performance.now() - this.#startedAtMs;
    while (this.#sentFrames * this.clip.frameMs <= elapsedMs) this.#sendFrame();
    if (elapsedMs - this.#reportedAtMs < reportEveryMs) return;
    this.#reportedAtMs = elapsedMs;
    const report = {
      ssrc: clipFormats[this.clip.codec].ssrc,
      ntpMs: Date.now(),
      rtpTimestamp: this.#timestampAt(elapsedMs),
    };
    this.#rtcp.send(createSenderReport(report), this.#target.rtcpPort, '127.0.0.1');
  }

  /** When the frame at this place in the clip was sent last, ms since the epoch. */
  sentAtMs(index: number): number | undefined {
    return this.#sentAtMs[index];
  }

  get sentFrames(): number {
    return this.#sentFrames;
  }

  /** How far it is from the next frame to the next keyframe, ms; a clip with one keyframe goes back to its beginning. */
  msToKeyframe(): number {
    const { frames, frameMs } = this.clip;
    const ahead = frames.findIndex((_, i) => frames[(this.#next + i) % frames.length]?.isKeyframe);
    return Math.max(0, ahead) * frameMs;
  }

  /** Leaves out some of the clip. */
  skip(ms: number): void {
    this.#next = (this.#next + Math.round(ms / this.clip.frameMs)) % this.clip.frames.length;
  }

  close(): void {
    this.#rtp.close();
    this.#rtcp.close();
  }

  #sendFrame(): void {
    const { codec, frames, frameMs } = this.clip;
    const { kind, payloadType, ssrc } = clipFormats[codec];
    const frame = frames[this.#next];
    const payloads = frame ? payloadsOf(codec, frame, this.#sentFrames) : [];
    const timestamp = this.#timestampAt(this.#sentFrames * frameMs);
    payloads.forEach((payload, i) => {
      const marker = kind === 'video' && i === payloads.length - 1;
      const header = { payloadType, marker, sequence: this.#sequence, timestamp, ssrc };
      this.#sequence = (this.#sequence + 1) & 0xffff;
      this.#rtp.send(createPacket(header, payload), this.#target.port, '127.0.0.1');
    });
    this.#sentAtMs[this.#next] = Date.now();
    this.#sentFrames += 1;
    this.#next = (this.#next + 1) % frames.length;
  }

  #timestampAt(elapsedMs: number): number {
    return Math.round(elapsedMs * clipFormats[this.clip.codec].ticksPerMs) % 2 ** 32;
  }

  #handleRtcp(compound: Buffer): void {
    for (let i = countKeyframeRequests(compound); i > 0; i -= 1) this.onKeyframeRequest();
  }
}

async function boundSocket(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}
