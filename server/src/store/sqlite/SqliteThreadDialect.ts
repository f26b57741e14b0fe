import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { SqliteThread } from './SqliteThread.ts';

/** Kysely's SQLite, with node:sqlite in a thread of its own in place of a library that runs on the event loop. */
export class SqliteThreadDialect implements Dialect {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  createDriver(): Driver {
    return new SqliteThreadDriver(this.#file);
  }

  createQueryCompiler(): SqliteQueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter();
  }

  createIntrospector(db: Kysely<unknown>): SqliteIntrospector {
    return new SqliteIntrospector(db);
  }
}

// SQLite rolls back a `create table` like anything else; with it a migration is whole or was not, and its transaction is its lock.
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** One connection: Kysely lets one user at a time have it. A thread that died is replaced by the next who comes. */
class SqliteThreadDriver implements Driver {
  readonly #file: string;
  #thread: SqliteThread | null = null;
  #connection: SqliteThreadConnection | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  async init(): Promise<void> {
    await this.acquireConnection();
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#connection && !this.#thread?.isDead) return this.#connection;
    this.#thread = await SqliteThread.open(this.#file);
    this.#connection = new SqliteThreadConnection(this.#thread);
    return this.#connection;
  }

  // A transaction that reads first and writes later could not get the write lock any more: it takes it at once.
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    await this.#thread?.close();
  }
}

class SqliteThreadConnection implements DatabaseConnection {
  readonly #thread: SqliteThread;

  constructor(thread: SqliteThread) {
    this.#thread = thread;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, changes } = await this.#thread.query(sql, parameters);
    return { rows: rows as R[], ...(changes === null ? {} : { numAffectedRows: BigInt(changes) }) };
  }

  // biome-ignore lint/correctness/useYield: nothing to give.
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('not offered: read page by page');
  }
}
