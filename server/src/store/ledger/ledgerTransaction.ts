import type { Clock } from '../../core/Clock.ts';
import { pause } from '../../core/pause.ts';
import { isConflict } from '../runTransaction.ts';
import type { Database, DatabaseTransaction } from '../Tables.ts';

const maxAttempts = 10;

/**
 * A transaction of the ledger: READ COMMITTED, because each of its statements guards itself (a key that is taken, a balance that is
 * too low) and because under SERIALIZABLE the gifts of one popular room would undo each other instead of waiting in line.
 */
export async function ledgerTransaction<T>(
  db: Database,
  clock: Clock,
  work: (trx: DatabaseTransaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().setIsolationLevel('read committed').execute(work);
    } catch (error) {
      if (attempt >= maxAttempts || !isConflict(error)) throw error;
      await pause(clock, attempt * 5);
    }
  }
}
