import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from './waitFor.ts';

const root = join(import.meta.dirname, '../..');

/** The server as its own process, started as `npm start` does after set-up, on free ports. With a DATA_DIR of the caller's it leaves that alone. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #dataDir: string;
  /** Whether the data folder was made for this process alone. */
  readonly #ownsDataDir: boolean;
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  #output = '';

  static async start(
    settings: Record<string, string> = {},
    args: readonly string[] = [],
  ): Promise<ServerProcess> {
    const dataDir = settings.DATA_DIR ?? (await mkdtemp(join(tmpdir(), 'lianmai-server-')));
    const server = new ServerProcess(dataDir, settings, args);
    await waitFor('the server to say where it is', () => server.#port ?? server.#hasExited, {
      deadlineMs: 20_000,
    });
    if (!server.#port) throw new Error(`the server did not start:\n${server.#output}`);
    return server;
  }

  private constructor(dataDir: string, settings: Record<string, string>, args: readonly string[]) {
    this.#dataDir = dataDir;
    this.#ownsDataDir = settings.DATA_DIR === undefined;
    this.#child = spawn(process.execPath, [join(root, 'server/src/main.ts'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PORT: '0',
        HTTPS_PORT: '0',
        HOST: '127.0.0.1',
        RTC_PORT_BASE: '0',
        MEDIA_WORKERS: '1',
        RTMP_PORT: 'off',
        DATA_DIR: dataDir,
        EGRESS_LINGER_SECONDS: '2',
        LOG_LEVEL: 'debug',
        ...settings,
      },
    });
    const keep = (chunk: Buffer) => {
      this.#output += chunk.toString();
    };
    this.#child.stdout?.on('data', keep);
    this.#child.stderr?.on('data', keep);
    this.exited = new Promise((resolve) =>
      this.#child.once('exit', (code, signal) => resolve({ code, signal })),
    );
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  get port(): number {
    return Number(this.#port);
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get output(): string {
    return this.#output;
  }

  /** The server's own log so far. */
  log(): Promise<string> {
    return readFile(join(this.#dataDir, 'logs', 'lianmai.log'), 'utf8');
  }

  /** One figure of `/metrics`. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.baseUrl}/metrics`)).text();
    const [, value] = new RegExp(`^${name} (\\S+)$`, 'm').exec(text) ?? [];
    if (value === undefined) throw new Error(`/metrics shows no ${name}`);
    return Number(value);
  }

  /** Process ids of the server's children whose command line contains `name`. */
  async children(name: string): Promise<number[]> {
    const text = await readFile(`/proc/${this.pid}/task/${this.pid}/children`, 'utf8');
    const pids = text.trim().split(/\s+/).filter(Boolean).map(Number);
    const commands = await Promise.all(
      pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
    );
    return pids.filter((_pid, i) => commands[i]?.includes(name));
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Stops at once: the second signal ends a drain. */
  async close(): Promise<void> {
    this.#child.kill('SIGTERM');
    this.#child.kill('SIGINT');
    const killing = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    await this.exited;
    clearTimeout(killing);
    if (this.#ownsDataDir) await rm(this.#dataDir, { recursive: true, force: true });
  }

  get #port(): string | undefined {
    return /http:\/\/localhost:(\d+)/.exec(this.#output)?.[1];
  }

  get #hasExited(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
}
