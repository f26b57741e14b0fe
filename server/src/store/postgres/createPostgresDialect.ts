import { PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Logger } from '../../core/logger.ts';

const connections = 10;
const connectDeadlineMs = 5000;
/** A query that takes longer has lost its asker. */
const statementDeadlineMs = 15_000;

/** PostgreSQL with a pool of connections, and whole numbers as numbers. */
export function createPostgresDialect(url: string, log: Logger): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectDeadlineMs,
    statement_timeout: statementDeadlineMs,
    query_timeout: statementDeadlineMs + 1000,
    idle_in_transaction_session_timeout: statementDeadlineMs,
    keepAlive: true,
    application_name: 'lianmai',
    types: numbersAsNumbers(),
  });
  // A connection may be lost in the pool, or in the hands of a transaction between two queries: the pool listens only to those that it
  // has, and an error that nobody hears ends the process. Whoever uses it next is told by the query.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', (error) => log.warn({ err: error }, 'database connection lost'));
  return new PostgresDialect({ pool });
}

/** `pg` gives int8 and numeric (what `sum` of int8 answers) as texts, since they may not fit; ours do, and a test of fit is made. */
function numbersAsNumbers(): pg.TypeOverrides {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, wholeNumber);
  types.setTypeParser(pg.types.builtins.NUMERIC, (text) =>
    /^-?\d+$/.test(text) ? wholeNumber(text) : Number(text),
  );
  return types;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a JavaScript number`);
  return value;
}
