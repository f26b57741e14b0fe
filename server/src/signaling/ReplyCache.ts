import type { ReplyFrame } from '@lianmai/shared';

/** Remembers the newest replies by request id, so that a request repeated after a lost connection is not carried out twice. */
export class ReplyCache {
  readonly #capacity: number;
  readonly #replies = new Map<string, Promise<ReplyFrame>>();

  constructor(capacity = 32) {
    this.#capacity = capacity;
  }

  /** The reply to `id`, from `serve` the first time. */
  once(id: string, serve: () => Promise<ReplyFrame>): Promise<ReplyFrame> {
    const known = this.#replies.get(id);
    if (known) return known;
    const reply = serve();
    this.#replies.set(id, reply);
    const oldest = this.#replies.keys().next();
    if (this.#replies.size > this.#capacity && !oldest.done) this.#replies.delete(oldest.value);
    return reply;
  }
}
