import { networkInterfaces } from 'node:os';
import { createWorker, type types } from 'mediasoup';
import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import { routerCodecs } from './codecs.ts';
import { type ListenOptions, listenInfos } from './listenInfos.ts';
import type { MediaTiming } from './mediaTiming.ts';
import { type MediaCounts, WorkerCensus } from './WorkerCensus.ts';
import type { PooledWorker } from './WorkerPool.ts';
import { WorkerWatchdog } from './WorkerWatchdog.ts';

export interface MediaWorkerOptions {
  index: number;
  workerBin?: string | undefined;
  listen: ListenOptions;
  timing: MediaTiming;
  clock: Clock;
  log: Logger;
}

export interface WorkerStats extends MediaCounts {
  index: number;
  pid: number;
  /** Consumers and leases: what placement looks at. */
  load: number;
  cpuCores: number;
}

/**
 * Owns one mediasoup worker process and its WebRtcServer. Guarantees that a process that hangs dies, that `died` is told once, and
 * that after `close()` the process is gone.
 */
export class MediaWorker implements PooledWorker {
  readonly index: number;
  readonly pid: number;
  readonly webRtcServer: types.WebRtcServer;
  readonly #worker: types.Worker;
  readonly #census: WorkerCensus;
  readonly #watchdog: WorkerWatchdog;
  readonly #closeDeadlineMs: number;
  readonly #clock: Clock;
  #leases = 0;
  #pendingConsumers = 0;

  static async create(options: MediaWorkerOptions): Promise<MediaWorker> {
    const worker = await createWorkerWithoutSignals(options.workerBin);
    const watchdog = startWatchdog(worker, options);
    const census = new WorkerCensus(worker);
    try {
      const webRtcServer = await worker.createWebRtcServer({
        listenInfos: listenInfos(options.listen, networkInterfaces()),
      });
      return new MediaWorker(options, worker, webRtcServer, census, watchdog);
    } catch (error) {
      watchdog.stop();
      await closeProcess(worker, options.clock, options.timing.workerCloseMs);
      throw error;
    }
  }

  private constructor(
    options: MediaWorkerOptions,
    worker: types.Worker,
    webRtcServer: types.WebRtcServer,
    census: WorkerCensus,
    watchdog: WorkerWatchdog,
  ) {
    this.index = options.index;
    this.pid = worker.pid;
    this.webRtcServer = webRtcServer;
    this.#worker = worker;
    this.#census = census;
    this.#watchdog = watchdog;
    this.#clock = options.clock;
    this.#closeDeadlineMs = options.timing.workerCloseMs;
  }

  get isAlive(): boolean {
    return !this.#worker.closed;
  }

  get load(): number {
    return this.#consumers + this.#leases;
  }

  /** Consumers that are there or must be expected: a viewer takes two, and has none while it is still connecting. */
  get expectedConsumers(): number {
    return Math.max(this.#consumers, 2 * this.#leases);
  }

  get stats(): WorkerStats {
    const { index, pid, load } = this;
    return { index, pid, load, cpuCores: this.#watchdog.cpuCores, ...this.#census.counts };
  }

  lease(): () => void {
    this.#leases += 1;
    return onlyOnce(() => {
      this.#leases -= 1;
    });
  }

  /** Claims room for one consumer while it is being created; `null` when there would be more than `max`. */
  claimConsumer(max: number): (() => void) | null {
    if (this.#consumers >= max) return null;
    this.#pendingConsumers += 1;
    return onlyOnce(() => {
      this.#pendingConsumers -= 1;
    });
  }

  createRouter(): Promise<types.Router> {
    return this.#worker.createRouter({ mediaCodecs: routerCodecs });
  }

  onDied(listener: (error: Error) => void): void {
    this.#worker.on('died', (error) => {
      this.#watchdog.stop();
      listener(error);
    });
  }

  async close(): Promise<void> {
    this.#watchdog.stop();
    await closeProcess(this.#worker, this.#clock, this.#closeDeadlineMs);
  }

  get #consumers(): number {
    return this.#census.counts.consumers + this.#pendingConsumers;
  }
}

/**
 * mediasoup closes its workers itself on SIGTERM and SIGINT, which would cut every show at the first moment of a drain. It adds
 * its listeners before `createWorker` returns, so what is new then is its own. It also raises the process's listener limit.
 */
async function createWorkerWithoutSignals(workerBin: string | undefined): Promise<types.Worker> {
  const signals = ['SIGTERM', 'SIGINT'] as const;
  const before = signals.map((signal) => new Set(process.listeners(signal)));
  const maxListeners = process.getMaxListeners();
  const creating = createWorker({ logLevel: 'error', ...(workerBin ? { workerBin } : {}) });
  process.setMaxListeners(maxListeners);
  signals.forEach((signal, index) => {
    for (const listener of process.listeners(signal)) {
      if (!before[index]?.has(listener)) process.removeListener(signal, listener);
    }
  });
  return creating;
}

function startWatchdog(
  worker: types.Worker,
  { clock, timing, log, index }: MediaWorkerOptions,
): WorkerWatchdog {
  return new WorkerWatchdog({
    clock,
    intervalMs: timing.probeIntervalMs,
    probe: async () => {
      const usage = await worker.getResourceUsage();
      return { cpuTimeMs: usage.ru_utime + usage.ru_stime };
    },
    onHang: () => {
      log.error({ worker: index, pid: worker.pid }, 'worker does not answer, killing it');
      killProcess(worker);
    },
  });
}

async function closeProcess(worker: types.Worker, clock: Clock, deadlineMs: number): Promise<void> {
  if (worker.subprocessClosed) return;
  const gone = new Promise<void>((resolve) => worker.once('subprocessclose', resolve));
  worker.close();
  const cancelKill = clock.after(deadlineMs, () => killProcess(worker));
  await gone;
  cancelKill();
}

function killProcess(worker: types.Worker): void {
  // Once the process is reaped its pid may be somebody else's.
  if (worker.subprocessClosed) return;
  try {
    process.kill(worker.pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

function onlyOnce(task: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    task();
  };
}
