import { createSocket, type Socket } from 'node:dgram';
import type { Clock } from '../../core/Clock.ts';
import { Disposables } from '../../core/Disposables.ts';
import type { TapTrack } from '../../rooms/ports/MediaEngine.ts';
import { AudioLane } from './AudioLane.ts';
import { LipSync } from './LipSync.ts';
import { readSenderReports } from './rtcp.ts';
import { isRtcp, isRtp, ssrcOf } from './rtpPacket.ts';
import type { VideoConfig } from './VideoConfig.ts';
import { VideoLane } from './VideoLane.ts';

/** SSRC and payload type of the two streams that come out. */
export const normalisedVideo = { ssrc: 0x4c4d0001, payloadType: 96 } as const;
export const normalisedAudio = { ssrc: 0x4c4d0002, payloadType: 97 } as const;

const tickMs = 20;
/** After a stall of this process what has arrived is read first: it is not the publisher that was silent. */
const stalledMs = 200;
const receiveBufferBytes = 1 << 20;

export interface NormaliserEvents {
  /** A keyframe begins at `timelineMs`; its packets follow at once. */
  onKeyframe(config: VideoConfig, timelineMs: number): void;
  onPacket(kind: 'video' | 'audio', packet: Buffer): void;
  /** Once a track: its pictures are left out as long as nobody could know their size. */
  onUnreadableSps(): void;
}

/** What the normaliser must know of a tap's track. */
export type NormaliserTrack = Pick<TapTrack, 'kind' | 'codec' | 'ssrc' | 'clockRate' | 'codecParameters'>;

export interface NormaliserOptions {
  /** The timeline's 0 on the clock; its creation unless told. Sound begins with now, wherever that is. */
  originMs?: number;
  /** Sound is used at its time: see AudioLane. */
  maxLagMs?: number;
  /** The picture as it was published, gaps and all: see VideoLane. Else it is endless, for an ffmpeg that copies it. */
  isPictureBare?: boolean;
}

/**
 * Makes two RTP streams on one timeline, one picture and one endless sound, of whatever a tap sends to its port. Owns the socket and
 * the timer that fills gaps.
 */
export class RtpNormaliser {
  readonly #clock: Clock;
  readonly #socket: Socket;
  readonly #originMs: number;
  readonly #lipSync = new LipSync();
  readonly #video: VideoLane;
  readonly #audio: AudioLane;
  readonly #tracks = new Map<number, TapTrack['kind']>();
  readonly #disposables = new Disposables();
  #lastTickMs = 0;

  static async create(
    clock: Clock,
    events: NormaliserEvents,
    options: NormaliserOptions = {},
  ): Promise<RtpNormaliser> {
    const socket = createSocket({ type: 'udp4' });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(0, '127.0.0.1', () => {
        socket.off('error', reject);
        resolve();
      });
    });
    socket.setRecvBufferSize(receiveBufferBytes);
    return new RtpNormaliser(clock, socket, events, options);
  }

  private constructor(clock: Clock, socket: Socket, events: NormaliserEvents, options: NormaliserOptions) {
    this.#clock = clock;
    this.#socket = socket;
    this.#originMs = options.originMs ?? clock.nowMs();
    this.#lastTickMs = this.nowMs;
    const lipSync = this.#lipSync;
    this.#audio = new AudioLane({
      ...normalisedAudio,
      lipSync,
      startMs: Math.max(0, this.nowMs),
      ...(options.maxLagMs === undefined ? {} : { maxLagMs: options.maxLagMs }),
      emit: (packet) => events.onPacket('audio', packet),
    });
    this.#video = new VideoLane({
      ...normalisedVideo,
      lipSync,
      isBare: options.isPictureBare ?? false,
      onKeyframe: (config, timelineMs) => events.onKeyframe(config, timelineMs),
      onUnreadableSps: () => events.onUnreadableSps(),
      emit: (packet) => events.onPacket('video', packet),
    });
    socket.on('message', (packet) => this.#receive(packet));
    // Nothing is ever sent from this socket, so there is nothing to learn from its errors.
    socket.on('error', () => {});
    this.#disposables.add(() => socket.close());
    this.#disposables.add(clock.every(tickMs, () => this.#tick()));
  }

  /** Where a tap sends its packets. */
  get port(): number {
    return this.#socket.address().port;
  }

  get nowMs(): number {
    return this.#clock.nowMs() - this.#originMs;
  }

  /** When what is at `timelineMs` was captured, as far as reports tell; else when it arrived. */
  wallClockOf(timelineMs: number): number {
    const arrivedMs = this.#originMs + timelineMs;
    const offsetMs = this.#lipSync.timelineMinusNtpMs;
    if (offsetMs === null) return arrivedMs;
    const capturedMs = timelineMs - offsetMs;
    // A publisher's own clock would put this anywhere; ours is never this far off.
    return Math.abs(capturedMs - arrivedMs) < 5000 ? capturedMs : arrivedMs;
  }

  /** The picture's track is there, and what it sends is left out until a keyframe comes. */
  get waitsForKeyframe(): boolean {
    return this.#video.waitsForKeyframe;
  }

  attach(track: NormaliserTrack): void {
    this.detach(track.kind);
    this.#tracks.set(track.ssrc, track.kind);
    if (track.kind === 'audio') this.#audio.attach(track);
    else this.#video.attach(track, this.nowMs);
  }

  detach(kind: TapTrack['kind']): void {
    for (const [ssrc, attached] of this.#tracks) if (attached === kind) this.#tracks.delete(ssrc);
    if (kind === 'audio') this.#audio.detach();
    else this.#video.detach();
  }

  /** Shows the newest keyframe again at once: a new ffmpeg begins with it. */
  replayKeyframe(): void {
    this.#video.replay(this.nowMs);
  }

  close(): void {
    this.#disposables.dispose();
  }

  #receive(packet: Buffer): void {
    if (isRtcp(packet)) this.#receiveReports(packet);
    else if (isRtp(packet)) {
      const kind = this.#tracks.get(ssrcOf(packet));
      if (kind === 'video') this.#video.push(packet, this.nowMs);
      else if (kind === 'audio') this.#audio.push(packet, this.nowMs);
    }
  }

  #receiveReports(compound: Buffer): void {
    for (const report of readSenderReports(compound)) {
      const kind = this.#tracks.get(report.ssrc);
      if (kind === 'video') this.#video.onReport(report);
      else if (kind === 'audio') this.#audio.onReport(report);
    }
  }

  #tick(): void {
    const { nowMs } = this;
    const wasStalled = nowMs - this.#lastTickMs > stalledMs;
    this.#lastTickMs = nowMs;
    if (wasStalled) return;
    this.#audio.tick(nowMs);
    this.#video.tick(nowMs);
  }
}
