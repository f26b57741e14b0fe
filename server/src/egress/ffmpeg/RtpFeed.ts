import { createSocket, type Socket } from 'node:dgram';
import type { Clock } from '../../core/Clock.ts';
import { Disposables } from '../../core/Disposables.ts';
import { normalisedAudio, normalisedVideo } from '../rtp/RtpNormaliser.ts';
import { createBye, createSenderReport } from '../rtp/rtcp.ts';
import type { RtpPorts } from './sdp.ts';

/** ffmpeg's own time for the moment at which a feed begins; above 0 because the AAC encoder goes back 21 ms from its first sample. */
export const feedLeadMs = 1000;

const probeMs = 10;
/** ffmpeg counts from the newest report in 32 bits: 6.6 hours of video. */
const reportEveryMs = 60_000;
/** Some seconds of 4 Mb/s; ffmpeg is listening within 0.2 s or has failed. */
const maxPending = 4000;
/** Any fixed time does: only differences count. */
const ntpOriginMs = 1_000_000_000_000;

type Kind = 'video' | 'audio';

interface Leg {
  socket: Socket;
  ssrc: number;
  clockRate: number;
  refusedAtMs: number;
}

/**
 * Hands normalised packets to one ffmpeg, in order and without losing the first: keeps them until both of ffmpeg's ports are bound,
 * and sends a Sender Report before the first packet, so that ffmpeg's timestamps are the timeline's from the start.
 */
export class RtpFeed {
  readonly #clock: Clock;
  readonly #originMs: number;
  readonly #legs: Record<Kind, Leg>;
  readonly #disposables = new Disposables();
  #pending: { kind: Kind; packet: Buffer }[] | null = [];

  /** `originMs`: the timeline's time at which ffmpeg counts `feedLeadMs`. */
  constructor(clock: Clock, originMs: number) {
    this.#clock = clock;
    this.#originMs = originMs;
    this.#legs = {
      video: this.#createLeg(normalisedVideo.ssrc, 90_000),
      audio: this.#createLeg(normalisedAudio.ssrc, 48_000),
    };
  }

  send(kind: Kind, packet: Buffer): void {
    if (this.#pending) {
      if (this.#pending.length < maxPending) this.#pending.push({ kind, packet });
      return;
    }
    if (this.#disposables.isDisposed) return;
    this.#legs[kind].socket.send(packet, ignoreSendError);
  }

  /** Begins to deliver as soon as ffmpeg listens. */
  async connect(ports: RtpPorts): Promise<void> {
    if (this.#disposables.isDisposed) return;
    await Promise.all([connect(this.#legs.video, ports.video), connect(this.#legs.audio, ports.audio)]);
    if (this.#disposables.isDisposed) return;
    this.#probe();
  }

  /** Tells ffmpeg that this was all: when it has read that on both ports, it gives out what it holds and ends. */
  end(): void {
    if (!this.#pending && !this.#disposables.isDisposed) {
      for (const { socket, ssrc } of Object.values(this.#legs)) socket.send(createBye(ssrc), ignoreSendError);
    }
    setImmediate(() => this.close());
  }

  close(): void {
    this.#pending = [];
    this.#disposables.dispose();
  }

  /** A port that nobody has bound refuses what was sent to it, and loopback says so at once. */
  #probe(): void {
    const sentAtMs = this.#clock.nowMs();
    this.#sendReports(this.#originMs - feedLeadMs);
    const judge = () => {
      if (this.#disposables.isDisposed) return;
      const isBound = Object.values(this.#legs).every((leg) => leg.refusedAtMs < sentAtMs);
      if (isBound) this.#flush();
      else this.#probe();
    };
    // After a stall timers run before sockets are read: a refusal may still be waiting there.
    this.#disposables.add(this.#clock.after(probeMs, () => setImmediate(judge)));
  }

  #flush(): void {
    const pending = this.#pending ?? [];
    this.#pending = null;
    for (const { kind, packet } of pending) this.send(kind, packet);
    let atMs = this.#originMs;
    const cancel = this.#clock.every(reportEveryMs, () => {
      atMs += reportEveryMs;
      this.#sendReports(atMs);
    });
    this.#disposables.add(cancel);
  }

  #sendReports(timelineMs: number): void {
    for (const { socket, ssrc, clockRate } of Object.values(this.#legs)) {
      const rtpTimestamp = Math.round((timelineMs * clockRate) / 1000);
      socket.send(
        createSenderReport({ ssrc, ntpMs: ntpOriginMs + timelineMs, rtpTimestamp }),
        ignoreSendError,
      );
    }
  }

  #createLeg(ssrc: number, clockRate: number): Leg {
    const socket = createSocket('udp4');
    const leg: Leg = { socket, ssrc, clockRate, refusedAtMs: Number.NEGATIVE_INFINITY };
    socket.on('error', () => {
      leg.refusedAtMs = this.#clock.nowMs();
    });
    this.#disposables.add(() => socket.close());
    return leg;
  }
}

function connect(leg: Leg, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    leg.socket.connect(port, '127.0.0.1', (error?: Error) => (error ? reject(error) : resolve()));
  });
}

/** A refused or dropped packet is a lost one; that ffmpeg is gone is told by its process. */
function ignoreSendError(): void {}
