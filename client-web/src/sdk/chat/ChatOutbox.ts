import type { ChatMention, ChatMessage, RequestInput } from '@lianmai/shared';
import { randomId } from '../core/randomId.ts';
import { type ReadableStore, Store } from '../core/Store.ts';
import { LiveError } from '../LiveError.ts';
import type { PendingMessage } from './ChatLine.ts';

type Post = (fields: RequestInput<'chat'>) => Promise<unknown>;

/**
 * Messages of ours that the room has not seen yet. Each has a name of its own which the server knows it by, so that sending it again,
 * also in another Session, never makes it appear twice.
 */
export class ChatOutbox {
  readonly #post: Post;
  readonly #pending = new Store<readonly PendingMessage[]>([]);
  /** The server has it: only the Room log's entry is still on its way. */
  readonly #sent = new Set<string>();
  /** Their Session ended before the reply came. */
  readonly #unanswered = new Set<string>();

  constructor(post: Post) {
    this.#post = post;
  }

  get pending(): ReadableStore<readonly PendingMessage[]> {
    return this.#pending;
  }

  send(content: string, mentions: readonly ChatMention[]): void {
    const message = { clientId: randomId(), content, mentions, error: null, retryAtMs: null };
    this.#pending.update((pending) => [...pending, message]);
    this.#transmit(message);
  }

  retry(clientId: string): void {
    const message = this.#pending.getSnapshot().find((one) => one.clientId === clientId);
    if (!message?.error) return;
    this.#set(clientId, { error: null, retryAtMs: null });
    this.#transmit(message);
  }

  discard(clientId: string): void {
    this.#sent.delete(clientId);
    this.#unanswered.delete(clientId);
    this.#pending.update((pending) => pending.filter((one) => one.clientId !== clientId));
  }

  /** The room sees it. */
  posted({ clientId }: ChatMessage): void {
    if (clientId !== null && this.#pending.getSnapshot().some((one) => one.clientId === clientId))
      this.discard(clientId);
  }

  /** In the room again, in whatever Session. @param isStartedOver entries of the Room log may have been passed over */
  joined(isStartedOver: boolean): void {
    if (isStartedOver) for (const clientId of this.#sent) this.discard(clientId);
    for (const message of this.#pending.getSnapshot()) {
      if (this.#unanswered.delete(message.clientId)) this.#transmit(message);
    }
  }

  /** Out of the room for good. */
  clear(): void {
    this.#sent.clear();
    this.#unanswered.clear();
    this.#pending.set([]);
  }

  #transmit({ clientId, content, mentions }: PendingMessage): void {
    const fields = { content, clientId, mentions: mentions.map(({ id }) => id) };
    this.#post(fields).then(
      () => {
        if (this.#pending.getSnapshot().some((one) => one.clientId === clientId)) this.#sent.add(clientId);
      },
      (cause: unknown) => this.#failed(clientId, LiveError.from(cause)),
    );
  }

  #failed(clientId: string, error: LiveError): void {
    // Whether it was posted nobody knows; the next Session finds out.
    if (error.code === 'session_not_found' && error.retryable) this.#unanswered.add(clientId);
    else {
      const retryAtMs = error.retryAfterMs === null ? null : Date.now() + error.retryAfterMs;
      this.#set(clientId, { error, retryAtMs });
    }
  }

  #set(clientId: string, changes: Partial<PendingMessage>): void {
    this.#pending.update((pending) =>
      pending.map((one) => (one.clientId === clientId ? { ...one, ...changes } : one)),
    );
  }
}
