import { AppError } from '../core/AppError.ts';
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
/** SQLite: CONSTRAINT_PRIMARYKEY, CONSTRAINT_UNIQUE. PostgreSQL: unique_violation. */
export function isDuplicate(error: unknown): boolean {
  if (error instanceof SqliteError) return error.errcode === 1555 || error.errcode === 2067;
  return (error as { code?: unknown }).code === '23505';
}

// PostgreSQL: connection, resources, operator's intervention, system error; and what Node says of a connection.
const away = /^(08|53|57|58)...$|^E[A-Z]+$/;

/** Turns what a database throws that is away, full or overtaxed into an error that clients know. */
export async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isAway(error) ? new AppError('database_unavailable', { cause: error }) : error;
  }
}

function isAway(error: unknown): boolean {
  if (error instanceof AppError || isRefusal(error)) return false;
  if (error instanceof SqliteError) return true;
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return away.test(code);
  return /timeout|connection terminated|not queryable|has ended/i.test(String(message));
}
