import pg from 'pg';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { LockDeps, ServerLock } from './ServerLock.ts';

const connectDeadlineMs = 5000;
const answerDeadlineMs = 5000;
const retakeEveryMs = 5000;
/** Any two numbers that nobody else takes in this database; they spell "Lian", "mai". */
const key = [0x4c69616e, 0x006d6169];

/**
 * An advisory lock on a connection of its own. PostgreSQL lets it go when the connection ends; it looks after one whose machine died within half a
 * minute. A lock that was lost with the database (a restart) is taken again when it is back.
 */
export class PostgresLock implements ServerLock {
  readonly #url: string;
  readonly #clock: Clock;
  readonly #log: Logger;
  #client: pg.Client;
  #isClosed = false;
  #cancelRetake = (): void => undefined;

  /** @returns `null` when another has it. @throws what `pg` throws when the database cannot be used */
  static async take(url: string, deps: LockDeps): Promise<PostgresLock | null> {
    const client = await lockingClient(url);
    return client && new PostgresLock(url, client, deps);
  }

  private constructor(url: string, client: pg.Client, { clock, log }: LockDeps) {
    this.#url = url;
    this.#clock = clock;
    this.#log = log;
    this.#client = client;
    this.#watch();
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#cancelRetake();
    await this.#client.end();
  }

  #watch(): void {
    this.#client.once('end', () => this.#retakeSoon());
  }

  #retakeSoon(): void {
    if (this.#isClosed) return;
    this.#cancelRetake = this.#clock.after(retakeEveryMs, () => void this.#retake());
  }

  async #retake(): Promise<void> {
    // A database that is away is told of by the store.
    const client = await lockingClient(this.#url).catch(() => undefined);
    if (this.#isClosed) return client?.end();
    if (client === null) this.#log.error('another server is using this database: stop one of the two');
    if (!client) return this.#retakeSoon();
    this.#client = client;
    this.#watch();
  }
}

/** A connection that holds the lock; `null` when another has it. */
async function lockingClient(url: string): Promise<pg.Client | null> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectDeadlineMs,
    query_timeout: answerDeadlineMs,
    keepAlive: true,
    application_name: 'lianmai lock',
  });
  // The end that follows says all there is to say.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(
      'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 4',
    );
    const { rows } = await client.query('select pg_try_advisory_lock($1, $2) as is_mine', key);
    if (rows[0]?.is_mine === true) return client;
  } catch (error) {
    void client.end().catch(() => undefined);
    throw error;
  }
  await client.end();
  return null;
}
