import type { MediaKind, MediaSource, RtpParameters, UserRef } from '@lianmai/shared';
import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import type { RtpInjection } from '../rooms/ports/MediaEngine.ts';
import type { Room } from '../rooms/Room.ts';
import type { SourceProcess } from './ports.ts';

/** What a source sends, and as what it is on air. */
export interface SourceTrack {
  kind: MediaKind;
  source: MediaSource;
  rtpParameters: RtpParameters;
}

export interface OnAirSourceOptions {
  room: Room;
  ingestId: string;
  /** A CoHost's; absent: the anchor. */
  place?: { seat: number; user: UserRef };
  /** Asked anew at every start: what comes in may have changed. */
  tracks: () => readonly SourceTrack[];
  /** Starts what sends the tracks, in their order, to the injection's ports. */
  startSource: (injection: RtpInjection) => SourceProcess;
  /** It went off the air and does not come back: a host has sent it away. */
  onTakenOff?: () => void;
  clock: Clock;
  log: Logger;
}

interface OnAir {
  injection: RtpInjection;
  source: SourceProcess;
  takeOff: () => void;
}

const firstRestartDelayMs = 500;
const longestRestartDelayMs = 8000;
/** Who was on air for so long had no part in the restarts before. */
const settledMs = 10_000;

/**
 * Keeps what a process of ours sends on air until closed, as the anchor's or a CoHost's media, through the death of that process and of
 * media workers. Opens the room's show when there is none.
 */
export class OnAirSource {
  readonly #options: OnAirSourceOptions;
  #onAir: OnAir | null = null;
  #isClosed = false;
  #cancelRestart: (() => void) | null = null;
  #starting: Promise<void> = Promise.resolve();
  /** Resolves when no source of an earlier time is left. */
  #stopping: Promise<void> = Promise.resolve();
  #restartDelayMs = firstRestartDelayMs;
  #startedAtMs = 0;

  /** @throws AppError what the media plane and the stage throw */
  static async start(options: OnAirSourceOptions): Promise<OnAirSource> {
    const source = new OnAirSource(options);
    try {
      await source.#goOnAir();
    } catch (error) {
      await source.close();
      throw error;
    }
    return source;
  }

  private constructor(options: OnAirSourceOptions) {
    this.#options = options;
  }

  /** Resolves when the source process has gone. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelRestart?.();
    await this.#starting.catch(() => undefined);
    this.#leaveAir();
    await this.#stopping;
  }

  /** What comes in has changed so that it takes another process: begins anew at once. */
  begin(reason: string): void {
    if (this.#isClosed) return;
    if (!this.#onAir) {
      // It is being started, with what came in before.
      void this.#starting.then(
        () => this.#onAir && this.begin(reason),
        () => undefined,
      );
      return;
    }
    this.#options.log.info({ ingestId: this.#options.ingestId, reason }, 'source begins anew');
    this.#leaveAir();
    this.#comeBackAfter(0);
  }

  #goOnAir(): Promise<void> {
    this.#starting = this.#startSource();
    return this.#starting;
  }

  async #startSource(): Promise<void> {
    const { room, clock } = this.#options;
    const onLost = () => this.#restart('media worker lost');
    const tracks = this.#options.tracks();
    const injection = await room.media.openInjection({ tracks: [...tracks], onLost });
    if (this.#isClosed) {
      injection.close();
      return;
    }
    try {
      // It may have ended while nothing was on air.
      if (!room.isLive) room.openShow();
      this.#onAir = { injection, ...this.#putOnAir(injection, tracks) };
    } catch (error) {
      injection.close();
      throw error;
    }
    this.#startedAtMs = clock.nowMs();
    this.#options.log.info({ ingestId: this.#options.ingestId }, 'source on air');
  }

  #putOnAir(injection: RtpInjection, tracks: readonly SourceTrack[]): Omit<OnAir, 'injection'> {
    const { room, ingestId, place } = this.#options;
    const takeOff = room.publishIngest(
      ingestId,
      injection.tracks.map(({ producerId, kind }, i) => {
        const source = tracks[i]?.source;
        if (!source) throw new Error('the injection has other tracks than asked for');
        return { producerId, kind, source };
      }),
      place && { ...place, onTakenOff: () => this.#takenOff() },
    );
    try {
      const source = this.#options.startSource(injection);
      void source.ended.then(({ reason }) => this.#onSourceEnded(source, reason));
      return { source, takeOff };
    } catch (error) {
      takeOff();
      throw error;
    }
  }

  /** A host has sent them away: they do not come back by themselves. */
  #takenOff(): void {
    const { log, ingestId } = this.#options;
    log.info({ ingestId }, 'source taken off the air');
    this.close().catch((err: unknown) => log.error({ err, ingestId }, 'source did not close'));
    this.#options.onTakenOff?.();
  }

  #onSourceEnded(source: SourceProcess, reason: string): void {
    if (this.#onAir?.source === source) this.#restart(reason);
  }

  #restart(reason: string): void {
    if (this.#isClosed) return;
    const { clock, log, ingestId } = this.#options;
    if (clock.nowMs() - this.#startedAtMs > settledMs) this.#restartDelayMs = firstRestartDelayMs;
    log.warn({ ingestId, reason, inMs: this.#restartDelayMs }, 'source restarts');
    this.#leaveAir();
    this.#comeBackAfter(this.#restartDelayMs);
    this.#restartDelayMs = Math.min(this.#restartDelayMs * 2, longestRestartDelayMs);
  }

  #comeBackAfter(delayMs: number): void {
    this.#cancelRestart?.();
    this.#cancelRestart = this.#options.clock.after(delayMs, () => {
      this.#stopping
        .then(() => this.#goOnAir())
        .catch((error: unknown) => this.#restart(error instanceof Error ? error.message : String(error)));
    });
  }

  /** Its source is stopped at once: nobody knows it any more. */
  #leaveAir(): void {
    const onAir = this.#onAir;
    if (!onAir) return;
    this.#onAir = null;
    onAir.takeOff();
    onAir.injection.close();
    this.#stopping = Promise.all([this.#stopping, onAir.source.stop()]).then(() => undefined);
  }
}
