import { SqliteError } from './sqlite/SqliteThread.ts';

// SQLite: ERROR, CONSTRAINT, MISMATCH, RANGE. PostgreSQL: data exception, integrity constraint, syntax error or missing table.
const sqliteRefusals = [1, 19, 20, 25];
const postgresRefusals = ['22', '23', '42'];

/** True when the database will never take this: trying again makes no sense. Anything else may pass. */
export function isRefusal(error: unknown): boolean {
  if (error instanceof SqliteError) return sqliteRefusals.includes((error.errcode ?? 0) & 0xff);
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && code.length === 5 && postgresRefusals.includes(code.slice(0, 2));
}
