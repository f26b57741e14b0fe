import type { RtpCapabilities } from '@lianmai/shared';
import { setLogEventListeners } from 'mediasoup';
import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import type { MediaEngine, RoomMedia, RoomMediaEvents } from '../rooms/ports/MediaEngine.ts';
import { clientCapabilities } from './codecs.ts';
import { MediasoupRoom } from './MediasoupRoom.ts';
import { MediaWorker, type WorkerStats } from './MediaWorker.ts';
import { defaultMediaTiming, type MediaTiming, maxConsumersPerWorker } from './mediaTiming.ts';
import { type MediaCounts, sumCounts } from './WorkerCensus.ts';
import { WorkerPool } from './WorkerPool.ts';

export interface MediasoupEngineOptions {
  /** The mediasoup worker's binary; without it mediasoup looks for MEDIASOUP_WORKER_BIN and its own build. */
  workerBin?: string | undefined;
  workers: number;
  /** Worker i listens on this port + i, UDP and TCP; 0 gives each a free port. */
  rtcPortBase: number;
  host: string;
  announcedAddress?: string | undefined;
  log: Logger;
  clock: Clock;
  timing?: Partial<MediaTiming>;
  maxConsumersPerWorker?: number;
}

export interface MediaStats {
  rooms: number;
  isHealthy: boolean;
  /** The living workers. */
  workers: WorkerStats[];
  total: MediaCounts;
}

/** Owns the media plane: the worker pool and every room's media. After `close()` no worker process is left. */
export class MediasoupEngine implements MediaEngine {
  readonly rtpCapabilities: RtpCapabilities = clientCapabilities();
  readonly #options: MediasoupEngineOptions;
  readonly #timing: MediaTiming;
  readonly #pool: WorkerPool<MediaWorker>;
  readonly #rooms = new Set<MediasoupRoom>();

  static async create(options: MediasoupEngineOptions): Promise<MediasoupEngine> {
    const { workerBin, host, announcedAddress, rtcPortBase, clock } = options;
    const log = options.log.child({ part: 'media' });
    const timing = { ...defaultMediaTiming, ...options.timing };
    forwardMediasoupLog(log);
    const pool = await WorkerPool.create({
      workers: options.workers,
      createWorker: (index) => {
        const port = rtcPortBase === 0 ? 0 : rtcPortBase + index;
        const listen = { host, announcedAddress, port };
        return MediaWorker.create({ index, workerBin, listen, timing, clock, log });
      },
      maxConsumersPerWorker: options.maxConsumersPerWorker ?? maxConsumersPerWorker,
      waitMs: timing.workerWaitMs,
      clock,
      log,
    });
    return new MediasoupEngine({ ...options, log }, timing, pool);
  }

  private constructor(options: MediasoupEngineOptions, timing: MediaTiming, pool: WorkerPool<MediaWorker>) {
    this.#options = options;
    this.#timing = timing;
    this.#pool = pool;
  }

  openRoom(roomId: string, events: RoomMediaEvents): RoomMedia {
    const { clock, log } = this.#options;
    const room = new MediasoupRoom({
      pool: this.#pool,
      events,
      timing: this.#timing,
      maxConsumersPerWorker: this.#options.maxConsumersPerWorker ?? maxConsumersPerWorker,
      clock,
      log: log.child({ roomId }),
      onClosed: () => this.#rooms.delete(room),
    });
    this.#rooms.add(room);
    return room;
  }

  /** What exists at this moment, for `/metrics` and the health check. */
  stats(): MediaStats {
    const workers = this.#pool.workers.map(({ stats }) => stats);
    return { rooms: this.#rooms.size, isHealthy: this.#pool.isHealthy, workers, total: sumCounts(workers) };
  }

  /** Closes all rooms and resolves when every worker process has gone. Idempotent. */
  async close(): Promise<void> {
    for (const room of [...this.#rooms]) room.close();
    await this.#pool.close();
  }
}

/** mediasoup logs per process, not per worker; a bad request of a client is an error to it and a warning to us. */
function forwardMediasoupLog(log: Logger): void {
  setLogEventListeners({
    onwarn: (namespace, text) => log.warn({ namespace, text }, 'mediasoup warns'),
    onerror: (namespace, text, error) =>
      log.warn({ namespace, text, err: error }, 'mediasoup reports an error'),
  });
}
