import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import type { RtpInjection } from '../rooms/ports/MediaEngine.ts';
import type { Room } from '../rooms/Room.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { SourceProcess, StartSource } from './ports.ts';
import { type RtpDestination, syntheticSourceArgs, syntheticTracks } from './syntheticSource.ts';

export interface SyntheticAnchorOptions {
  rooms: RoomRegistry;
  roomId: string;
  startSource: StartSource;
  clock: Clock;
  log: Logger;
}

interface OnAir {
  injection: RtpInjection;
  source: SourceProcess;
  takeOff: () => void;
}

const anchor = { id: 'synthetic-anchor', name: '演示主播 Demo', avatarUrl: null };
const title = '演示直播间 Demo room';
const restartDelayMs = 500;

/**
 * An anchor without a person: keeps a live room with a test picture and sound on air until it is closed, through the death of its
 * ffmpeg and of media workers.
 */
export class SyntheticAnchor {
  readonly #options: SyntheticAnchorOptions;
  readonly #room: Room;
  #onAir: OnAir | null = null;
  #isClosed = false;
  #cancelRestart: (() => void) | null = null;
  #starting: Promise<void> = Promise.resolve();

  /** @throws AppError `room_exists`, and what the media plane throws */
  static async start(options: SyntheticAnchorOptions): Promise<SyntheticAnchor> {
    const room = options.rooms.create({ id: options.roomId, title, coverUrl: null, anchor });
    const synthetic = new SyntheticAnchor(options, room);
    await synthetic.#goOnAir();
    return synthetic;
  }

  private constructor(options: SyntheticAnchorOptions, room: Room) {
    this.#options = options;
    this.#room = room;
  }

  /** Ends the show; resolves when the source process has gone. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelRestart?.();
    await this.#starting.catch(() => undefined);
    const { source } = this.#onAir ?? {};
    this.#leaveAir();
    if (this.#room.isLive) this.#room.endShow('ended_by_anchor');
    await source?.stop();
  }

  #goOnAir(): Promise<void> {
    this.#starting = this.#startSource();
    return this.#starting;
  }

  async #startSource(): Promise<void> {
    const onLost = () => this.#restart('media worker lost');
    const injection = await this.#room.media.openInjection({ tracks: [...syntheticTracks], onLost });
    if (this.#isClosed) {
      injection.close();
      return;
    }
    const [video, audio] = injection.tracks;
    if (!video || !audio) throw new Error('the injection has not both tracks');
    const to = ({ port, rtcpPort }: typeof video): RtpDestination => ({ ip: injection.ip, port, rtcpPort });
    // It may have ended while nothing was on air.
    if (!this.#room.isLive) this.#room.openShow();
    const source = this.#startProcess(injection, syntheticSourceArgs(to(video), to(audio)));
    void source.ended.then(({ reason }) => this.#onSourceEnded(source, reason));
    const takeOff = this.#room.publishIngest(anchor.id, [
      { producerId: video.producerId, kind: 'video', source: 'camera' },
      { producerId: audio.producerId, kind: 'audio', source: 'microphone' },
    ]);
    this.#onAir = { injection, source, takeOff };
    this.#options.log.info('synthetic anchor on air');
  }

  #startProcess(injection: RtpInjection, args: readonly string[]): SourceProcess {
    try {
      return this.#options.startSource(args);
    } catch (error) {
      injection.close();
      throw error;
    }
  }

  #onSourceEnded(source: SourceProcess, reason: string): void {
    if (this.#onAir?.source === source) this.#restart(reason);
  }

  #restart(reason: string): void {
    if (this.#isClosed) return;
    this.#options.log.warn({ reason }, 'synthetic anchor restarts');
    const { source } = this.#onAir ?? {};
    this.#leaveAir();
    this.#cancelRestart?.();
    this.#cancelRestart = this.#options.clock.after(restartDelayMs, () => {
      Promise.resolve(source?.stop())
        .then(() => this.#goOnAir())
        .catch((error: unknown) => this.#restart(error instanceof Error ? error.message : String(error)));
    });
  }

  #leaveAir(): void {
    const onAir = this.#onAir;
    this.#onAir = null;
    onAir?.takeOff();
    onAir?.injection.close();
  }
}
