import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

/** The first row that `query` finds in the SQLite database of a server that runs there. */
export function rowIn(dataDir: string, query: string, ...values: SQLInputValue[]): unknown {
  const database = new DatabaseSync(join(dataDir, 'lianmai.db'), { readOnly: true });
  try {
    return database.prepare(query).get(...values);
  } finally {
    database.close();
  }
}
