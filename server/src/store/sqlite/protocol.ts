/** What the server asks the SQLite thread, one at a time. */
export type SqliteRequest =
  | { type: 'query'; id: number; sql: string; parameters: readonly unknown[] }
  | { type: 'close' };

export type SqliteReply =
  | { type: 'opened' }
  | { type: 'result'; id: number; rows: unknown[]; changes: number | null }
  | { type: 'failed'; id: number | null; message: string; errcode: number | null };
