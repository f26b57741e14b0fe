import { Worker } from 'node:worker_threads';
import type { SqliteReply, SqliteRequest } from './protocol.ts';

/** `errcode` is SQLite's extended result code. */
export class SqliteError extends Error {
  readonly errcode: number | null;

  constructor(message: string, errcode: number | null) {
    super(message);
    this.name = 'SqliteError';
    this.errcode = errcode;
  }
}

export interface SqliteResult {
  rows: unknown[];
  /** Of a statement that answers no rows. */
  changes: number | null;
}

interface Waiting {
  resolve: (result: SqliteResult) => void;
  reject: (error: Error) => void;
}

const closeDeadlineMs = 5000;

/** Owns the worker thread in which one SQLite file is open, and the queries that wait for it. */
export class SqliteThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #exited: Promise<void>;
  #lastId = 0;
  #isDead = false;

  /** @throws SqliteError when the file cannot be opened or is no database */
  static async open(file: string): Promise<SqliteThread> {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: { file } });
    await opened(worker);
    return new SqliteThread(worker);
  }

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (reply: SqliteReply) => this.#settle(reply));
    worker.on('error', (error: Error) => this.#die(error));
    this.#exited = new Promise((resolve) =>
      worker.once('exit', () => {
        this.#die(new Error('the SQLite thread has ended'));
        resolve();
      }),
    );
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  query(sql: string, parameters: readonly unknown[]): Promise<SqliteResult> {
    if (this.#isDead) return Promise.reject(new Error('the SQLite thread has ended'));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#post({ type: 'query', id, sql, parameters });
    });
  }

  /** What was asked before is still answered. A thread that hangs is ended after five seconds. */
  async close(): Promise<void> {
    if (!this.#isDead) this.#post({ type: 'close' });
    const giveUp = setTimeout(() => void this.#worker.terminate(), closeDeadlineMs);
    await this.#exited;
    clearTimeout(giveUp);
  }

  #post(request: SqliteRequest): void {
    this.#worker.postMessage(request);
  }

  #settle(reply: SqliteReply): void {
    if (reply.type === 'opened' || reply.id === null) return;
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.type === 'result') waiting?.resolve({ rows: reply.rows, changes: reply.changes });
    else waiting?.reject(new SqliteError(reply.message, reply.errcode));
  }

  #die(error: Error): void {
    this.#isDead = true;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

function opened(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (reply: SqliteReply) => {
      worker.off('error', reject);
      if (reply.type === 'opened') return resolve();
      const { message, errcode } = reply.type === 'failed' ? reply : { message: reply.type, errcode: null };
      void worker.terminate().then(() => reject(new SqliteError(message, errcode)));
    });
  });
}
