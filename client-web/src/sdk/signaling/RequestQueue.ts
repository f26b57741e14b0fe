import type { ReplyFrame, ReplyMap, RequestFrame, RequestInput, RequestType } from '@lianmai/shared';
import { isTokenRefusal } from '../auth/TokenSource.ts';
import { LiveError } from '../LiveError.ts';

type Send = (frame: RequestFrame, onReply: (reply: ReplyFrame) => void) => void;

interface Pending {
  frame: RequestFrame;
  settle: (reply: ReplyFrame) => void;
  fail: (error: LiveError) => void;
  timers: ReturnType<typeof setTimeout>[];
}

export interface RequestQueueOptions {
  /** No answer for so long on an open connection: the connection is under suspicion. */
  suspectMs?: number;
  timeoutMs?: number;
  onSuspect: () => void;
  /** The server does not take the connection's token any more. What it refused for that goes out again on the next connection. */
  onTokenRefused?: (error: LiveError) => void;
}

/**
 * Requests that have no reply yet. While there is no connection they wait; on the next one of the same Session all of them are sent
 * again under their old ids, which the server answers once. Time without a connection does not count towards their timeout.
 */
export class RequestQueue {
  readonly #pending = new Map<string, Pending>();
  readonly #options: RequestQueueOptions;
  #send: Send | null = null;
  #lastId = 0;

  constructor(options: RequestQueueOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#pending.size;
  }

  async request<T extends RequestType>(type: T, fields: RequestInput<T>): Promise<ReplyMap[T]> {
    const id = String(++this.#lastId);
    const reply = await new Promise<ReplyFrame>((resolve, reject) => {
      const frame = { type, id, ...fields } as RequestFrame;
      const pending: Pending = { frame, settle: resolve, fail: reject, timers: [] };
      this.#pending.set(id, pending);
      this.#transmit(id, pending);
    });
    if (!reply.ok) throw LiveError.fromWire(reply.error);
    return reply.data as ReplyMap[T];
  }

  /** There is a connection of the Session: everything unanswered goes out again, in the order of asking. */
  attach(send: Send): void {
    this.#send = send;
    for (const [id, pending] of this.#pending) this.#transmit(id, pending);
  }

  detach(): void {
    this.#send = null;
    for (const pending of this.#pending.values()) stopTimers(pending);
  }

  /** The Session is over, and with it everything that was asked in it. */
  failAll(error: LiveError): void {
    for (const [id, pending] of [...this.#pending]) {
      this.#remove(id, pending);
      pending.fail(error);
    }
  }

  #transmit(id: string, pending: Pending): void {
    if (!this.#send) return;
    const { suspectMs = 6000, timeoutMs = 15_000, onSuspect, onTokenRefused } = this.#options;
    stopTimers(pending);
    pending.timers = [
      setTimeout(onSuspect, suspectMs),
      setTimeout(() => this.#timeOut(id, pending), timeoutMs),
    ];
    this.#send(pending.frame, (reply) => {
      // The reply to an earlier sending of this request may have come first.
      if (this.#pending.get(id) !== pending) return;
      if (!reply.ok && isTokenRefusal(reply.error.code) && onTokenRefused) {
        stopTimers(pending);
        onTokenRefused(LiveError.fromWire(reply.error));
        return;
      }
      this.#remove(id, pending);
      pending.settle(reply);
    });
  }

  #timeOut(id: string, pending: Pending): void {
    this.#remove(id, pending);
    pending.fail(new LiveError('timeout', { cause: pending.frame.type }));
  }

  #remove(id: string, pending: Pending): void {
    stopTimers(pending);
    this.#pending.delete(id);
  }
}

function stopTimers(pending: Pending): void {
  for (const timer of pending.timers) clearTimeout(timer);
  pending.timers = [];
}
