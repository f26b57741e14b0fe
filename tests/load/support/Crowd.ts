import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { SpectatorFaults } from './Spectator.ts';

export type CrowdOrder =
  | {
      order: 'join';
      /** `ws://host:port` */
      url: string;
      roomId: string;
      /** One spectator each. */
      tokens: readonly string[];
      joinsPerSecond: number;
      /** Every so manieth spectator measures delays. */
      sampleEvery: number;
    }
  | { order: 'write'; writers: number; messagesPerSecond: number }
  | { order: 'stop' }
  | { order: 'report' };

export interface CrowdReport {
  faults: SpectatorFaults;
  /** Entries of the Room log, over all spectators. */
  received: number;
  /** Since the report before. */
  delaysMs: number[];
  lowestSeq: number;
  highestSeq: number;
}

/** Spectators in a process of their own, so that receiving does not slow down sending. */
export class Crowd {
  readonly #process: ChildProcess;

  constructor() {
    this.#process = fork(join(import.meta.dirname, 'crowdProcess.ts'), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
  }

  get pid(): number {
    return this.#process.pid ?? -1;
  }

  /** One order at a time. @throws when the process ends instead */
  async order(order: CrowdOrder): Promise<CrowdReport> {
    const answer = once(this.#process, 'message');
    const end = once(this.#process, 'exit').then(([code]) => {
      throw new Error(`a crowd ended with ${code}`);
    });
    end.catch(() => undefined);
    this.#process.send(order);
    const [report] = await Promise.race([answer, end]);
    return report;
  }

  async end(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill();
    await exited;
  }
}
