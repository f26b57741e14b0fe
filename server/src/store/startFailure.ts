import { StartError } from '../core/StartError.ts';
import { SqliteError } from './sqlite/SqliteThread.ts';

/** Where the records are kept. */
export type StoreLocation = { kind: 'sqlite'; file: string } | { kind: 'postgres'; url: string };

/** What opening a database ran into, as a sentence for whoever starts the server; the password never stands in it. */
export function explainStartFailure(location: StoreLocation, error: unknown): unknown {
  if (error instanceof StartError) return error;
  if (location.kind === 'sqlite') {
    if (!(error instanceof SqliteError)) return error;
    return new StartError(`DATA_DIR: ${location.file} cannot be used: ${error.message}`, { cause: error });
  }
  const reason = postgresReason(location.url, error);
  return reason === null ? error : new StartError(`DATABASE_URL: ${reason}`, { cause: error });
}

function postgresReason(url: string, error: unknown): string | null {
  const { hostname, port, username, pathname, searchParams } = new URL(url);
  const { code, message } = error as { code?: string; message?: string };
  const place = searchParams.get('host') ?? `${hostname}:${port || 5432}`;
  switch (code) {
    case '28P01':
    case '28000':
      return `PostgreSQL at ${place} refuses the name or password of "${decodeURIComponent(username)}"`;
    case '3D000':
      return `PostgreSQL at ${place} has no database "${decodeURIComponent(pathname.slice(1))}"`;
    case '42501':
      return `"${decodeURIComponent(username)}" may not create tables: ${message}`;
    case '57P03':
      return `PostgreSQL at ${place} is starting up or shutting down`;
    default:
      return isUnreachable(code, message)
        ? `PostgreSQL at ${place} cannot be reached (${code ?? message})`
        : null;
  }
}

const networkErrors = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOENT',
];

function isUnreachable(code: string | undefined, message = ''): boolean {
  return networkErrors.includes(code ?? '') || /timeout|terminated unexpectedly/i.test(message);
}
