import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import { isRefusal } from './refusal.ts';

export interface WriteBehindOptions<V> {
  /** Writes all of them or none, in one transaction. */
  write: (batch: readonly V[]) => Promise<void>;
  clock: Clock;
  log: Logger;
  /** How long what is put waits for company, ms. */
  delayMs?: number;
  maxBatch?: number;
  /** With so many waiting for a database that is away, new keys are lost. */
  maxWaiting?: number;
}

const firstRetryMs = 500;
const lastRetryMs = 30_000;

/**
 * Writes to the database behind the back of whoever puts: the newest value of a key, in batches, in the order of the keys' first
 * coming. A database that is slow or away costs the caller nothing; what waits is written when it is back.
 */
export class WriteBehind<V> {
  readonly #options: Required<WriteBehindOptions<V>>;
  readonly #waiting = new Map<string, V>();
  #cancelTimer: (() => void) | null = null;
  #running: Promise<void> | null = null;
  #failures = 0;
  #lost = 0;
  #isClosed = false;

  constructor(options: WriteBehindOptions<V>) {
    this.#options = { delayMs: 100, maxBatch: 200, maxWaiting: 50_000, ...options };
  }

  /** Not yet written. */
  get waiting(): number {
    return this.#waiting.size;
  }

  put(key: string, value: V): void {
    if (this.#waiting.size >= this.#options.maxWaiting && !this.#waiting.has(key)) this.#lose(1);
    else this.#waiting.set(key, value);
    this.#schedule(this.#options.delayMs);
  }

  /** Writes what waits now; resolves when it is written or could not be. */
  async flush(): Promise<void> {
    await this.#running;
    await this.#run();
  }

  /** One last try for what waits. */
  async close(): Promise<void> {
    await this.#running;
    this.#isClosed = true;
    await this.#run();
    if (this.#waiting.size > 0)
      this.#options.log.error({ count: this.#waiting.size }, 'records lost: the database is away');
  }

  #schedule(delayMs: number): void {
    if (this.#cancelTimer || this.#running || this.#isClosed) return;
    this.#cancelTimer = this.#options.clock.after(delayMs, () => {
      this.#cancelTimer = null;
      void this.#run();
    });
  }

  #run(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#running ??= this.#writeAll().finally(() => {
      this.#running = null;
      if (this.#waiting.size > 0) this.#schedule(this.#retryMs());
    });
    return this.#running;
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.size > 0) {
      const batch = [...this.#waiting].slice(0, this.#options.maxBatch);
      for (const [key] of batch) this.#waiting.delete(key);
      if (!(await this.#writeBatch(batch))) return;
    }
  }

  /** False: the database is away; what was not superseded meanwhile waits again. */
  async #writeBatch(batch: [string, V][]): Promise<boolean> {
    const { write, log } = this.#options;
    try {
      await write(batch.map(([, value]) => value));
      if (this.#failures > 0) log.info('records are written again');
      this.#failures = 0;
      return true;
    } catch (error) {
      if (isRefusal(error)) return this.#withoutTheRefused(batch, error);
      if (this.#failures === 0) log.warn({ err: error }, 'records wait: the database does not take them');
      this.#failures += 1;
      const newer = [...this.#waiting];
      this.#waiting.clear();
      for (const [key, value] of [...batch, ...newer]) this.#waiting.set(key, value);
      return false;
    }
  }

  async #withoutTheRefused(batch: [string, V][], error: unknown): Promise<boolean> {
    const [only] = batch;
    if (batch.length === 1 && only) {
      this.#options.log.error({ err: error, key: only[0] }, 'record refused by the database');
      return true;
    }
    for (const [i, entry] of batch.entries()) {
      if (await this.#writeBatch([entry])) continue;
      for (const [key, value] of batch.slice(i + 1))
        if (!this.#waiting.has(key)) this.#waiting.set(key, value);
      return false;
    }
    return true;
  }

  #retryMs(): number {
    if (this.#failures === 0) return this.#options.delayMs;
    return Math.min(lastRetryMs, firstRetryMs * 2 ** (this.#failures - 1));
  }

  #lose(count: number): void {
    this.#lost += count;
    if (this.#lost === 1) this.#options.log.error('records are lost: too many wait for the database');
  }
}
