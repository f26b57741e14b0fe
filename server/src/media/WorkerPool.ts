import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import { decideRestart } from './restartPolicy.ts';

/** What the pool needs to know of a worker. */
export interface PooledWorker {
  readonly isAlive: boolean;
  readonly load: number;
  readonly expectedConsumers: number;
  /** Counts one user of the worker until the returned function is called. */
  lease(): () => void;
  onDied(listener: (error: Error) => void): void;
  close(): Promise<void>;
}

export interface WorkerPoolOptions<W extends PooledWorker> {
  workers: number;
  createWorker: (index: number) => Promise<W>;
  maxConsumersPerWorker: number;
  /** How long `acquire` waits when no worker is alive. */
  waitMs: number;
  clock: Clock;
  log: Logger;
}

export interface WorkerLease<W> {
  worker: W;
  /** Idempotent. */
  release: () => void;
}

interface Slot<W> {
  readonly index: number;
  worker: W | null;
  deaths: number[];
  isUnhealthy: boolean;
}

/** Owns the media workers. Guarantees that a dead one is replaced by one on the same port, and spreads users over the living. */
export class WorkerPool<W extends PooledWorker> {
  readonly #options: WorkerPoolOptions<W>;
  readonly #slots: Slot<W>[];
  readonly #waiters = new Set<() => void>();
  readonly #cancelRestarts = new Set<() => void>();
  readonly #starting = new Set<Promise<void>>();
  #isClosed = false;

  /** Starts all workers; when one of them cannot start, none stays. */
  static async create<W extends PooledWorker>(options: WorkerPoolOptions<W>): Promise<WorkerPool<W>> {
    const pool = new WorkerPool(options);
    const starts = await Promise.allSettled(pool.#slots.map((slot) => pool.#start(slot)));
    const failure = starts.find((start) => start.status === 'rejected');
    if (!failure) return pool;
    await pool.close();
    throw failure.reason;
  }

  private constructor(options: WorkerPoolOptions<W>) {
    this.#options = options;
    this.#slots = Array.from({ length: options.workers }, (_, index) => {
      return { index, worker: null, deaths: [], isUnhealthy: false };
    });
  }

  /** The living workers. */
  get workers(): W[] {
    return this.#slots.flatMap(({ worker }) => (worker?.isAlive ? [worker] : []));
  }

  /** False while a worker is missing that keeps dying. */
  get isHealthy(): boolean {
    return this.#slots.every(({ isUnhealthy }) => !isUnhealthy);
  }

  /**
   * Leases the least loaded worker, waiting for one when all are being restarted.
   * @throws AppError `capacity_reached`, `media_unavailable`
   */
  async acquire(): Promise<WorkerLease<W>> {
    if (this.workers.length === 0) await this.#someWorker();
    const living = this.workers;
    if (living.length === 0) throw new AppError('media_unavailable', { detail: 'no worker is alive' });
    const withRoom = living.filter(
      ({ expectedConsumers }) => expectedConsumers < this.#options.maxConsumersPerWorker,
    );
    const worker = leastLoaded(withRoom);
    if (!worker) throw new AppError('capacity_reached', { detail: 'all workers have their consumers' });
    return { worker, release: worker.lease() };
  }

  /** Resolves when no worker process is left. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const cancel of this.#cancelRestarts) cancel();
    for (const wake of [...this.#waiters]) wake();
    await Promise.all(this.#slots.map(({ worker }) => worker?.close()));
    // One that was just being started closes itself when it is ready.
    await Promise.allSettled(this.#starting);
  }

  #someWorker(): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        cancel();
        this.#waiters.delete(wake);
        resolve();
      };
      const cancel = this.#options.clock.after(this.#options.waitMs, wake);
      this.#waiters.add(wake);
      if (this.#isClosed) wake();
    });
  }

  async #start(slot: Slot<W>): Promise<void> {
    const worker = await this.#options.createWorker(slot.index);
    if (this.#isClosed) return worker.close();
    slot.worker = worker;
    slot.isUnhealthy = false;
    worker.onDied((error) => this.#replace(slot, error, 'worker died'));
    // It may have died between its creation and the listener.
    if (!worker.isAlive) this.#replace(slot, new Error('died while starting'), 'worker died');
    for (const wake of [...this.#waiters]) wake();
  }

  #replace(slot: Slot<W>, error: unknown, what: string): void {
    slot.worker = null;
    if (this.#isClosed) return;
    const { clock, log } = this.#options;
    const { delayMs, isUnhealthy, deaths } = decideRestart(slot.deaths, clock.nowMs());
    Object.assign(slot, { deaths, isUnhealthy });
    log.error({ err: error, worker: slot.index, deaths: deaths.length, delayMs }, what);
    if (delayMs === 0) {
      this.#restart(slot);
      return;
    }
    const cancel = clock.after(delayMs, () => {
      this.#cancelRestarts.delete(cancel);
      this.#restart(slot);
    });
    this.#cancelRestarts.add(cancel);
  }

  #restart(slot: Slot<W>): void {
    const starting = this.#start(slot).then(
      () => this.#options.log.info({ worker: slot.index }, 'worker restarted'),
      (error) => this.#replace(slot, error, 'worker could not be restarted'),
    );
    this.#starting.add(starting);
    void starting.finally(() => this.#starting.delete(starting));
  }
}

function leastLoaded<W extends PooledWorker>(workers: W[]): W | undefined {
  return workers.reduce<W | undefined>(
    (best, worker) => (best && best.load <= worker.load ? best : worker),
    undefined,
  );
}
