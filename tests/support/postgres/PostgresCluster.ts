import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findPostgresBin } from '../../../scripts/setup/systemPackages.mjs';
import { childrenOf } from '../childProcesses.ts';
import { waitFor } from '../waitFor.ts';
import { ownerOfCluster } from './ownerOfCluster.ts';

const user = 'lianmai';
const password = 'only for tests';

/** A PostgreSQL server of the tests' own, in a temporary folder, reached through a socket there. Nothing is left of it after `stop()`. */
export class PostgresCluster {
  readonly #folder: string;
  readonly #bin: string;
  readonly #isDurable: boolean;
  readonly #owner: { uid: number; gid: number } | undefined;
  #server: ChildProcess | null = null;
  #output = '';

  /** @param isDurable commits wait for the disk, as in production: for benchmarks */
  static async start({ isDurable = false } = {}): Promise<PostgresCluster> {
    const bin = findPostgresBin();
    if (!bin) throw new Error('no PostgreSQL here: npm test installs it');
    const folder = await mkdtemp(join(tmpdir(), 'lianmai-pg-'));
    const cluster = new PostgresCluster(folder, bin, await ownerOfCluster(), isDurable);
    try {
      await cluster.#initialise();
      await cluster.resume();
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  private constructor(
    folder: string,
    bin: string,
    owner: { uid: number; gid: number } | undefined,
    isDurable: boolean,
  ) {
    this.#isDurable = isDurable;
    this.#folder = folder;
    this.#bin = bin;
    this.#owner = owner;
  }

  /** A new, empty database; its URL. */
  async createDatabase(): Promise<string> {
    const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
    const client = new pg.Client({ connectionString: this.url('postgres') });
    await client.connect();
    await client.query(`create database ${name}`);
    await client.end();
    return this.url(name);
  }

  url(database: string, as: { user?: string; password?: string } = {}): string {
    const credentials = [as.user ?? user, as.password ?? password].map(encodeURIComponent).join(':');
    return `postgres://${credentials}@localhost/${database}?host=${encodeURIComponent(this.#folder)}`;
  }

  /** Starts the server after `halt()`; the databases are as they were. */
  async resume(): Promise<void> {
    const settings = [
      'listen_addresses=',
      `unix_socket_directories=${this.#folder}`,
      // The tests kill our server, not the machine.
      ...(this.#isDurable ? [] : ['fsync=off', 'full_page_writes=off']),
      'max_connections=60',
      'shared_buffers=16MB',
    ];
    this.#server = spawn(
      join(this.#bin, 'postgres'),
      ['-D', this.#data, ...settings.flatMap((setting) => ['-c', setting])],
      { stdio: ['ignore', 'ignore', 'pipe'], cwd: this.#folder, ...this.#owner },
    );
    this.#server.stderr?.on('data', (chunk: Buffer) => {
      this.#output = (this.#output + chunk.toString()).slice(-5000);
    });
    await waitFor('PostgreSQL to answer', () => this.#answers(), { deadlineMs: 20_000 });
  }

  /** Stops the server at once, as if it had crashed with its clients' connections; the data stay. */
  async halt(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    server.kill('SIGQUIT');
    await exited;
  }

  /** Every process of the server stands still: whoever asks it waits. Returns what lets it go on. */
  async freeze(): Promise<() => void> {
    const server = this.#server?.pid;
    if (!server) throw new Error('PostgreSQL does not run');
    const pids = [server, ...(await childrenOf(server)).map(({ pid }) => pid)];
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    return () => {
      for (const pid of pids) process.kill(pid, 'SIGCONT');
    };
  }

  async stop(): Promise<void> {
    await this.halt();
    await rm(this.#folder, { recursive: true, force: true });
  }

  get #data(): string {
    return join(this.#folder, 'data');
  }

  async #initialise(): Promise<void> {
    const passwordFile = join(this.#folder, 'password');
    await writeFile(passwordFile, password);
    if (this.#owner) {
      for (const path of [this.#folder, passwordFile]) await chown(path, this.#owner.uid, this.#owner.gid);
    }
    const args = ['-D', this.#data, '-U', user, '--pwfile', passwordFile];
    const fixed = ['--auth=scram-sha-256', '--encoding=UTF8', '--no-locale', '--no-sync'];
    const child = spawn(join(this.#bin, 'initdb'), [...args, ...fixed], {
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: this.#folder,
      ...this.#owner,
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#output += chunk.toString();
    });
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`initdb failed:\n${this.#output}`);
  }

  async #answers(): Promise<boolean> {
    const server = this.#server;
    if (!server || server.exitCode !== null) throw new Error(`PostgreSQL did not start:\n${this.#output}`);
    const client = new pg.Client({ connectionString: this.url('postgres') });
    try {
      await client.connect();
      return true;
    } catch {
      return false;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
