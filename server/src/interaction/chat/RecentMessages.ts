import { type ChatMessage, limits } from '@lianmai/shared';

/** How many messages are known by author and by the client's own name for them. */
const remembered = 2000;

/** The newest messages of one room, for those who come now; and who wrote what, a good while further back. */
export class RecentMessages {
  #messages: ChatMessage[] = [];
  /** Message id -> user id, in order of posting. */
  readonly #authors = new Map<string, string>();
  /** Author and client's id -> message id. */
  readonly #byClientId = new Map<string, string>();

  get all(): ChatMessage[] {
    return this.#messages.slice(-limits.chatRecent);
  }

  add(message: ChatMessage): void {
    this.#messages.push(message);
    if (this.#messages.length > limits.chatRecent * 2)
      this.#messages = this.#messages.slice(-limits.chatRecent);
    this.#authors.set(message.id, message.user.id);
    forgetOldest(this.#authors);
    if (message.clientId === null) return;
    this.#byClientId.set(keyOf(message.user.id, message.clientId), message.id);
    forgetOldest(this.#byClientId);
  }

  /** What was written before this process began. @param earlier oldest first */
  addEarlier(earlier: readonly ChatMessage[]): void {
    const known = new Set(this.#messages.map(({ id }) => id));
    const later = this.#messages;
    this.#messages = [];
    for (const message of earlier) if (!known.has(message.id)) this.add(message);
    this.#messages.push(...later);
  }

  /** While it is among the newest. */
  find(messageId: string): ChatMessage | undefined {
    return this.#messages.find(({ id }) => id === messageId);
  }

  authorOf(messageId: string): string | undefined {
    return this.#authors.get(messageId);
  }

  /** The message that this user has sent under this name already. */
  sentAs(userId: string, clientId: string): string | undefined {
    return this.#byClientId.get(keyOf(userId, clientId));
  }

  delete(isGone: (message: ChatMessage) => boolean): void {
    this.#messages = this.#messages.filter((message) => !isGone(message));
  }
}

function keyOf(userId: string, clientId: string): string {
  return `${userId} ${clientId}`;
}

function forgetOldest(map: Map<string, string>): void {
  if (map.size <= remembered) return;
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}
