import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { SqliteReply, SqliteRequest } from './protocol.ts';

/*
 * The thread that owns the SQLite file. node:sqlite is synchronous and a commit waits for the disk: here it may wait,
 * while the server's event loop goes on carrying signalling.
 */

const maxStatements = 300;

const port = parentPort;
if (!port) throw new Error('thread.ts runs as a worker thread');

const reply = (message: SqliteReply): void => port.postMessage(message);

try {
  serve(openDatabase(workerData.file));
  reply({ type: 'opened' });
} catch (error) {
  fail(null, error);
}

function openDatabase(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 5000, enableForeignKeyConstraints: true });
  // FULL: a commit that was reported survives a power cut. Money is kept here.
  db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma trusted_schema = off;');
  return db;
}

function serve(db: DatabaseSync): void {
  const statements = new Map<string, StatementSync>();
  port?.on('message', (request: SqliteRequest) => {
    if (request.type === 'close') {
      db.close();
      port.close();
      return;
    }
    try {
      const statement = statements.get(request.sql) ?? db.prepare(request.sql);
      keep(statements, request.sql, statement);
      reply({ type: 'result', id: request.id, ...run(statement, request.parameters) });
    } catch (error) {
      fail(request.id, error);
    }
  });
}

function run(statement: StatementSync, parameters: readonly unknown[]) {
  const values = parameters.map(toSqlite);
  if (statement.columns().length > 0) return { rows: statement.all(...values), changes: null };
  return { rows: [], changes: Number(statement.run(...values).changes) };
}

// SQLite would take any number for any column, and bind it as a floating point number: `7 / 2` would be 3.5 here and 3 in
// PostgreSQL. Every number that we keep is whole; what PostgreSQL refuses must not pass here.
function toSqlite(value: unknown): SQLInputValue {
  if (typeof value !== 'number') return value as SQLInputValue;
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number: ${value}`);
  return BigInt(value);
}

// Newest last: what was not used for longest is forgotten first.
function keep(statements: Map<string, StatementSync>, sql: string, statement: StatementSync): void {
  statements.delete(sql);
  statements.set(sql, statement);
  const oldest = statements.keys().next();
  if (statements.size > maxStatements && !oldest.done) statements.delete(oldest.value);
}

function fail(id: number | null, error: unknown): void {
  const { message, errcode } = error as { message?: string; errcode?: number };
  reply({ type: 'failed', id, message: message ?? String(error), errcode: errcode ?? null });
}
