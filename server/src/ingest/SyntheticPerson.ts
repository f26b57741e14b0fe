import type { UserRef } from '@lianmai/shared';
import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import type { RtpInjection } from '../rooms/ports/MediaEngine.ts';
import type { Room } from '../rooms/Room.ts';
import type { SourceProcess, StartSource } from './ports.ts';
import {
  type RtpDestination,
  type SyntheticSource,
  syntheticArgs,
  syntheticTracks,
} from './syntheticTracks.ts';

export interface SyntheticPersonOptions {
  room: Room;
  ingestId: string;
  /** A CoHost's; absent: the anchor. */
  place?: { seat: number; user: UserRef };
  source: SyntheticSource;
  startSource: StartSource;
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
 * Somebody on stage who does not exist: keeps a test picture and sound on air until closed, through the death of its ffmpeg and of media
 * workers. Opens the room's show when there is none.
 */
export class SyntheticPerson {
  readonly #options: SyntheticPersonOptions;
  #onAir: OnAir | null = null;
  #isClosed = false;
  #cancelRestart: (() => void) | null = null;
  #starting: Promise<void> = Promise.resolve();
  /** Resolves when no source of an earlier time is left. */
  #stopping: Promise<void> = Promise.resolve();
  #restartDelayMs = firstRestartDelayMs;
  #startedAtMs = 0;

  /** @throws AppError what the media plane and the stage throw */
  static async start(options: SyntheticPersonOptions): Promise<SyntheticPerson> {
    const person = new SyntheticPerson(options);
    try {
      await person.#goOnAir();
    } catch (error) {
      await person.close();
      throw error;
    }
    return person;
  }

  private constructor(options: SyntheticPersonOptions) {
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

  #goOnAir(): Promise<void> {
    this.#starting = this.#startSource();
    return this.#starting;
  }

  async #startSource(): Promise<void> {
    const { room, clock } = this.#options;
    const onLost = () => this.#restart('media worker lost');
    const injection = await room.media.openInjection({ tracks: [...syntheticTracks], onLost });
    if (this.#isClosed) {
      injection.close();
      return;
    }
    try {
      // It may have ended while nothing was on air.
      if (!room.isLive) room.openShow();
      this.#onAir = { injection, ...this.#putOnAir(injection) };
    } catch (error) {
      injection.close();
      throw error;
    }
    this.#startedAtMs = clock.nowMs();
    this.#options.log.info({ ingestId: this.#options.ingestId }, 'synthetic person on air');
  }

  #putOnAir(injection: RtpInjection): Omit<OnAir, 'injection'> {
    const { room, ingestId, place } = this.#options;
    const [video, audio] = injection.tracks;
    if (!video || !audio) throw new Error('the injection has not both tracks');
    const takeOff = room.publishIngest(
      ingestId,
      [
        { producerId: video.producerId, kind: 'video', source: 'camera' },
        { producerId: audio.producerId, kind: 'audio', source: 'microphone' },
      ],
      place && { ...place, onTakenOff: () => this.#takenOff() },
    );
    const to = ({ port, rtcpPort }: typeof video): RtpDestination => ({ ip: injection.ip, port, rtcpPort });
    try {
      const source = this.#options.startSource(syntheticArgs(this.#options.source, to(video), to(audio)));
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
    log.info({ ingestId }, 'synthetic person taken off');
    this.close().catch((err: unknown) => log.error({ err, ingestId }, 'synthetic person did not close'));
  }

  #onSourceEnded(source: SourceProcess, reason: string): void {
    if (this.#onAir?.source === source) this.#restart(reason);
  }

  #restart(reason: string): void {
    if (this.#isClosed) return;
    const { clock, log, ingestId } = this.#options;
    if (clock.nowMs() - this.#startedAtMs > settledMs) this.#restartDelayMs = firstRestartDelayMs;
    log.warn({ ingestId, reason, inMs: this.#restartDelayMs }, 'synthetic person restarts');
    this.#leaveAir();
    this.#cancelRestart?.();
    this.#cancelRestart = clock.after(this.#restartDelayMs, () => {
      this.#stopping
        .then(() => this.#goOnAir())
        .catch((error: unknown) => this.#restart(error instanceof Error ? error.message : String(error)));
    });
    this.#restartDelayMs = Math.min(this.#restartDelayMs * 2, longestRestartDelayMs);
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
