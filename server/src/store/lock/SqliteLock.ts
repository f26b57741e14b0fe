import { DatabaseSync } from 'node:sqlite';
import { SqliteError } from '../sqlite/SqliteThread.ts';
import type { ServerLock } from './ServerLock.ts';

const busy = 5;

/**
 * A file beside the database, on which SQLite holds the operating system's lock: it ends with the process, and no stale file keeps a
 * server from starting. The database itself is not locked: `sqlite3` may read it and make backups.
 */
export class SqliteLock implements ServerLock {
  readonly #db: DatabaseSync;

  /** @returns `null` when another has it. @throws SqliteError when the file cannot be used */
  static async take(file: string): Promise<SqliteLock | null> {
    let db: DatabaseSync | undefined;
    try {
      db = new DatabaseSync(file, { timeout: 0 });
      db.exec('begin exclusive');
      return new SqliteLock(db);
    } catch (error) {
      db?.close();
      const { message, errcode } = error as Error & { errcode?: number };
      if (errcode === busy) return null;
      throw new SqliteError(message, errcode ?? null);
    }
  }

  private constructor(db: DatabaseSync) {
    this.#db = db;
  }

  async close(): Promise<void> {
    if (this.#db.isOpen) this.#db.close();
  }
}
