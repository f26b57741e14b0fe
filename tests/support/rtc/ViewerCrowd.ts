import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { CrowdAnswer, CrowdOrder, CrowdViewer } from './crowdProtocol.ts';

type OrderWithoutId = CrowdOrder extends infer Order
  ? Order extends CrowdOrder
    ? Omit<Order, 'id'>
    : never
  : never;

/** Many RtcViewers in a process of their own, so that a server in this one keeps its event loop. Owns that process. */
export class ViewerCrowd {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: CrowdAnswer) => void>();
  #nextId = 1;

  constructor() {
    // Its own arguments: a test runner's are not for it.
    this.#child = fork(join(import.meta.dirname, 'crowdProcess.ts'), {
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child.on('message', (answer: CrowdAnswer) => this.#settle(answer));
    this.#child.once('exit', () => {
      for (const id of [...this.#waiting.keys()])
        this.#settle({ id, error: 'the viewers’ process has ended' });
    });
  }

  /** Resolves when each new viewer has a picture, or has given up on one after 10 s. @throws when one cannot join */
  join(options: {
    baseUrl: string;
    roomId: string;
    count: number;
    withinMs: number;
  }): Promise<CrowdViewer[]> {
    return this.#ask({ type: 'join', ...options });
  }

  figures(): Promise<CrowdViewer[]> {
    return this.#ask({ type: 'figures' });
  }

  /** Everybody says goodbye. */
  leave(): Promise<CrowdViewer[]> {
    return this.#ask({ type: 'leave' });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Ends the process; whoever is still in it is gone without a word. Idempotent. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    if (this.#child.connected) this.#child.disconnect();
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), 3000);
    await exited;
    clearTimeout(killer);
  }

  #ask(order: OrderWithoutId): Promise<CrowdViewer[]> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (answer) => {
        if ('viewers' in answer) resolve(answer.viewers);
        else reject(new Error(answer.error));
      });
      this.#child.send({ id, ...order }, (error) => {
        if (error) this.#settle({ id, error: String(error) });
      });
    });
  }

  #settle(answer: CrowdAnswer): void {
    this.#waiting.get(answer.id)?.(answer);
    this.#waiting.delete(answer.id);
  }
}
