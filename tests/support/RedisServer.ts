import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { waitFor } from './waitFor.ts';

const startDeadlineMs = 10_000;

/** A real redis-server on a free port of the loopback, with a folder that goes away with it. Tests do to it what production does. */
export class RedisServer {
  readonly port: number;
  readonly #dir: string;
  readonly #args: readonly string[];
  #child: ChildProcess;
  #output = '';

  /** @param args further arguments of redis-server: `['--maxmemory', '4mb']` */
  static async start(args: readonly string[] = []): Promise<RedisServer> {
    const dir = await mkdtemp(join(tmpdir(), 'lianmai-redis-'));
    const server = new RedisServer(await freePort(), dir, args);
    await server.#answers();
    return server;
  }

  private constructor(port: number, dir: string, args: readonly string[]) {
    this.port = port;
    this.#dir = dir;
    this.#args = args;
    this.#child = this.#spawn();
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}/0`;
  }

  /** One command over a connection of its own. */
  async command(name: string, ...args: (string | number)[]): Promise<unknown> {
    const client = new Redis(this.url, { lazyConnect: true, retryStrategy: null });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await client.call(name, ...args);
    } finally {
      client.disconnect();
    }
  }

  /** It keeps its connections and answers nothing, until `resume()`. */
  pause(): void {
    this.#child.kill('SIGSTOP');
  }

  resume(): void {
    this.#child.kill('SIGCONT');
  }

  /** It dies; what it held is on its disk, or nowhere. */
  async stop({ isDataKept }: { isDataKept: boolean }): Promise<void> {
    if (isDataKept) await this.command('SAVE');
    await this.#kill();
    if (!isDataKept) await rm(join(this.#dir, 'dump.rdb'), { force: true });
  }

  /** After `stop()`, at the same address. */
  async startAgain(): Promise<void> {
    this.#child = this.#spawn();
    await this.#answers();
  }

  async close(): Promise<void> {
    await this.#kill();
    await rm(this.#dir, { recursive: true, force: true });
  }

  #spawn(): ChildProcess {
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.#dir, '--save', ''];
    const child = spawn('redis-server', [...args, ...this.#args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (chunk: Buffer) => {
      this.#output = (this.#output + chunk.toString()).slice(-4000);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.on('error', (error) => keep(Buffer.from(error.message)));
    return child;
  }

  async #answers(): Promise<void> {
    const isThere = () => this.command('PING').catch(() => this.#hasExited && 'exited');
    const answer = await waitFor('redis-server to answer', isThere, { deadlineMs: startDeadlineMs });
    if (answer !== 'PONG') throw new Error(`redis-server did not start:\n${this.#output}`);
  }

  get #hasExited(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined;
  }

  async #kill(): Promise<void> {
    if (this.#hasExited) return;
    const exited = new Promise((resolve) => this.#child.once('exit', resolve));
    // It also ends a process that is stopped.
    this.#child.kill('SIGKILL');
    await exited;
  }
}

/** Redis does not look for a free port by itself. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
