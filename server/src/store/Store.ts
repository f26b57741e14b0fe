import { Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Clock } from '../core/Clock.ts';
import { Disposables } from '../core/Disposables.ts';
import type { Logger } from '../core/logger.ts';
import { migrate } from './migrate.ts';
import { migrations as allMigrations } from './migrations/migrations.ts';
import { createPostgresDialect } from './postgres/createPostgresDialect.ts';
import { orUnavailable } from './refusal.ts';
import { runTransaction } from './runTransaction.ts';
import { SqliteThreadDialect } from './sqlite/SqliteThreadDialect.ts';
import { explainStartFailure, type StoreLocation } from './startFailure.ts';
import type { Database, DatabaseTransaction, Tables } from './Tables.ts';

export interface StoreOptions {
  location: StoreLocation;
  clock: Clock;
  log: Logger;
  migrations?: Record<string, Migration>;
}

const probeEveryMs = 5000;
const probeDeadlineMs = 3000;

/** The records of the platform: one database, up to date, SQLite or PostgreSQL. Knows whether it can be reached. */
export class Store {
  readonly db: Database;
  readonly kind: StoreLocation['kind'];
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #disposables = new Disposables();
  #isReachable = true;
  #isProbing = false;
  #closing: Promise<void> | null = null;

  /** @throws StartError that names the setting to change; nothing stays open then */
  static async open(options: StoreOptions): Promise<Store> {
    const { location, clock, log, migrations = allMigrations } = options;
    const dialect =
      location.kind === 'sqlite'
        ? new SqliteThreadDialect(location.file)
        : createPostgresDialect(location.url, log);
    const db: Database = new Kysely<Tables>({ dialect });
    try {
      const applied = await migrate(db, migrations);
      if (applied.length > 0) log.info({ migrations: applied }, 'database brought up to date');
    } catch (error) {
      await db.destroy();
      throw explainStartFailure(location, error);
    }
    return new Store(db, location.kind, clock, log);
  }

  private constructor(db: Database, kind: StoreLocation['kind'], clock: Clock, log: Logger) {
    this.db = db;
    this.kind = kind;
    this.#clock = clock;
    this.#log = log;
    this.#disposables.add(clock.every(probeEveryMs, () => void this.#probe()));
  }

  /** False while the database does not answer; looked at every few seconds. */
  get isReachable(): boolean {
    return this.#isReachable;
  }

  /** See `runTransaction`. @throws AppError `database_unavailable` when the database does not answer, and what `work` throws */
  transaction<T>(work: (transaction: DatabaseTransaction) => Promise<T>): Promise<T> {
    return orUnavailable(runTransaction(this.db, this.#clock, work));
  }

  /** For single queries that somebody waits for. @throws AppError `database_unavailable` */
  read<T>(work: (db: Database) => Promise<T>): Promise<T> {
    return orUnavailable(work(this.db));
  }

  /** Waits for the queries that run. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#disposables.dispose();
    await this.db.destroy();
  }

  async #probe(): Promise<void> {
    if (this.#isProbing) return;
    this.#isProbing = true;
    const cancel = this.#clock.after(probeDeadlineMs, () => this.#note(false, new Error('no answer')));
    try {
      await sql`select 1`.execute(this.db);
      this.#note(true);
    } catch (error) {
      this.#note(false, error);
    } finally {
      cancel();
      this.#isProbing = false;
    }
  }

  #note(isReachable: boolean, error?: unknown): void {
    if (this.#closing || isReachable === this.#isReachable) return;
    this.#isReachable = isReachable;
    if (isReachable) this.#log.info('database reachable again');
    else this.#log.error({ err: error }, 'database unavailable');
  }
}
