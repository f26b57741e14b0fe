import type { MediaKind, MediaSource, RtpParameters } from '@lianmai/shared';
import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import type { AirPlace, SourceProcess, SourceTargets, TakenAir } from './ports.ts';

/** What a source sends, and as what it is on air. */
export interface SourceTrack {
  kind: MediaKind;
  source: MediaSource;
  rtpParameters: RtpParameters;
}

export interface OnAirSourceOptions {
  place: AirPlace;
  ingestId: string;
  /** Asked anew at every start: what comes in may have changed. */
  tracks: () => readonly SourceTrack[];
  /** Starts what sends the tracks. */
  startSource: (targets: SourceTargets) => SourceProcess;
  /** It went off the air and does not come back: a host has sent it away, or the like. */
  onTakenOff?: (reason: string) => void;
  clock: Clock;
  log: Logger;
}

interface OnAir {
  air: TakenAir;
  source: SourceProcess;
}

const firstRestartDelayMs = 500;
const longestRestartDelayMs = 8000;
/** Who was on air for so long had no part in the restarts before. */
const settledMs = 10_000;

/** Keeps what a process of ours sends on air in its place until closed, through the death of that process and of media workers. */
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
    const { place, clock, log, ingestId } = this.#options;
    const air = await place.take(this.#options.tracks(), {
      onLost: () => this.#restart('media lost'),
      onChanged: () => this.begin('its place has changed'),
      onTakenOff: (reason) => this.#takenOff(reason),
    });
    if (this.#isClosed) {
      air.leave();
      return;
    }
    try {
      const source = this.#options.startSource(air.targets);
      void source.ended.then(({ reason }) => this.#onSourceEnded(source, reason));
      this.#onAir = { air, source };
    } catch (error) {
      air.leave();
      throw error;
    }
    this.#startedAtMs = clock.nowMs();
    log.info({ ingestId }, 'source on air');
  }

  /** They do not come back by themselves. */
  #takenOff(reason: string): void {
    if (this.#isClosed) return;
    const { log, ingestId } = this.#options;
    log.info({ ingestId, reason }, 'source taken off the air');
    this.close().catch((err: unknown) => log.error({ err, ingestId }, 'source did not close'));
    this.#options.onTakenOff?.(reason);
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
    onAir.air.leave();
    this.#stopping = Promise.all([this.#stopping, onAir.source.stop()]).then(() => undefined);
  }
}
