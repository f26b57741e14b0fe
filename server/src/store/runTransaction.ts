import type { Clock } from '../core/Clock.ts';
import { pause } from '../core/pause.ts';
import { SqliteError } from './sqlite/SqliteThread.ts';
import type { Database, DatabaseTransaction } from './Tables.ts';

const maxAttempts = 10;
const firstPauseMs = 5;

/**
 * Runs `work` in one serialisable transaction: as if no other ran at the same time. When the database finds that it cannot have
 * been so, everything is undone and `work` runs again: it may change nothing but the database.
 * A lost connection is not retried: whether the commit arrived is unknown, and only the caller's idempotency key can tell.
 */
export async function runTransaction<T>(
  db: Database,
  clock: Clock,
  work: (transaction: DatabaseTransaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().setIsolationLevel('serializable').execute(work);
    } catch (error) {
      if (attempt >= maxAttempts || !isConflict(error)) throw error;
      await pause(clock, firstPauseMs * 2 ** (attempt - 1) * (0.5 + Math.random()));
    }
  }
}

// PostgreSQL: serialization_failure, deadlock_detected. SQLite: BUSY and LOCKED, in any of their extended forms.
export function isConflict(error: unknown): boolean {
  if (error instanceof SqliteError) return [5, 6].includes((error.errcode ?? 0) & 0xff);
  const { code } = error as { code?: unknown };
  return code === '40001' || code === '40P01';
}
