import type { ChatMention, ChatMessage } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { ChatFrame, Deletion } from '../../interaction/chat/ports.ts';
import { isRefusal } from '../refusal.ts';
import type { ArchivedMessage } from './rows.ts';

export type ArchiveWrite =
  | ({ kind: 'message' } & ArchivedMessage)
  | { kind: 'deletion'; roomId: string; deletion: Deletion; by: ChatMention; atMs: number }
  | { kind: 'frame'; roomId: string; frame: ChatFrame };

export interface ArchiveQueueOptions {
  /** Writes all of it or nothing; may be asked to write the same again when its answer was lost. */
  save: (writes: readonly ArchiveWrite[]) => Promise<void>;
  clock: Clock;
  log: Logger;
  /** What waits at most; beyond that the oldest is given up. */
  capacity?: number;
}

const collectMs = 200;
const batchSize = 400;
const retryPausesMs = [500, 1000, 2000, 5000];
const closeDeadlineMs = 5000;

/** Brings the chat to the database in batches, in order, one at a time. Nobody ever waits for it, however slow the database is. */
export class ArchiveQueue {
  readonly #options: ArchiveQueueOptions;
  #waiting: ArchiveWrite[] = [];
  /** How many of those that wait, from the front, are being written. */
  #writing = 0;
  #cancelTimer: (() => void) | null = null;
  #running: Promise<void> | null = null;
  #failures = 0;
  #dropped = 0;
  /** So many from the front are written one by one: one of them the database will never take. */
  #toSift = 0;

  constructor(options: ArchiveQueueOptions) {
    this.#options = options;
  }

  get stats(): { waiting: number; dropped: number } {
    return { waiting: this.#waiting.length, dropped: this.#dropped };
  }

  /** What the database may not know yet, in order. */
  get unwritten(): readonly ArchiveWrite[] {
    return this.#waiting;
  }

  add(write: ArchiveWrite): void {
    this.#waiting.push(write);
    const { capacity = 50_000 } = this.#options;
    if (this.#waiting.length > capacity) {
      // What is being written stays.
      this.#waiting.splice(this.#writing, 1);
      this.#dropped += 1;
    }
    this.#writeIn(collectMs);
  }

  /** Waits until everything is written, or for five seconds. */
  async close(): Promise<void> {
    this.#stopTimer();
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const cancel = this.#options.clock.after(closeDeadlineMs, resolve);
    await Promise.race([this.#writeAll(), late]);
    cancel();
    this.#stopTimer();
    const { stats } = this;
    if (stats.waiting > 0) this.#options.log.error(stats, 'the chat was not all kept');
  }

  #writeIn(ms: number): void {
    if (this.#running !== null) return;
    this.#cancelTimer ??= this.#options.clock.after(ms, () => {
      this.#cancelTimer = null;
      void this.#writeAll();
    });
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #writeAll(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      if (this.#waiting.length > 0) this.#writeIn(this.#failures > 0 ? this.#pauseMs : collectMs);
    });
    return this.#running;
  }

  get #pauseMs(): number {
    return retryPausesMs[Math.min(this.#failures, retryPausesMs.length) - 1] ?? collectMs;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, this.#toSift > 0 ? 1 : batchSize);
      this.#writing = batch.length;
      try {
        await this.#options.save(batch);
        this.#waiting.splice(0, batch.length);
        this.#toSift = Math.max(0, this.#toSift - 1);
        if (this.#failures > 0) this.#options.log.info(this.stats, 'the chat is kept again');
        this.#failures = 0;
      } catch (err) {
        if (isRefusal(err)) {
          this.#sift(batch, err);
          continue;
        }
        if (this.#failures === 0) this.#options.log.error({ err, ...this.stats }, 'the chat cannot be kept');
        this.#failures += 1;
        return;
      } finally {
        this.#writing = 0;
      }
    }
  }

  /** What the database refuses for good must not keep back everything behind it. */
  #sift(batch: readonly ArchiveWrite[], err: unknown): void {
    this.#toSift = Math.max(this.#toSift, batch.length);
    if (batch.length > 1) return;
    this.#toSift -= 1;
    this.#waiting.shift();
    this.#dropped += 1;
    this.#options.log.error({ err, kind: batch[0]?.kind }, 'the database refuses a part of the chat');
  }
}

/** Whether a message is gone by what waits to be written. */
export function isDeletedBy(writes: readonly ArchiveWrite[], roomId: string, message: ChatMessage): boolean {
  return writes.some(
    (write) => write.kind === 'deletion' && write.roomId === roomId && isMeant(write.deletion, message),
  );
}

function isMeant(deletion: Deletion, { id, user, postedAtMs }: ChatMessage): boolean {
  if ('messageIds' in deletion) return deletion.messageIds.includes(id);
  return user.id === deletion.userId && postedAtMs <= deletion.untilMs;
}
