import type { ChatMention, ChatMessage, RoomEvent, RoomSnapshot } from '@lianmai/shared';
import type { ReadableStore } from '../core/Store.ts';
import type { MediaSignaling } from '../media/MediaSignaling.ts';
import type { RoomFeature } from '../room/RoomFeature.ts';
import { ChatFeed, type ChatView } from './ChatFeed.ts';
import type { PendingMessage } from './ChatLine.ts';
import { ChatOutbox } from './ChatOutbox.ts';

/** The chat of the room: what it shows, and what one says. */
export class RoomChat implements RoomFeature {
  readonly #feed = new ChatFeed();
  readonly #outbox: ChatOutbox;

  constructor(signaling: MediaSignaling) {
    this.#outbox = new ChatOutbox((fields) => signaling.request('chat', fields));
  }

  get view(): ReadableStore<ChatView> {
    return this.#feed.view;
  }

  /** Our own messages that the room has not seen yet, oldest first. */
  get pending(): ReadableStore<readonly PendingMessage[]> {
    return this.#outbox.pending;
  }

  /** The id of the oldest message shown: what is older, `ChatRest` has. */
  get oldestId(): string | undefined {
    return this.#feed.oldestId;
  }

  /** Stands among `pending` at once and becomes one of the messages when the room sees it. */
  send(content: string, mentions: readonly ChatMention[] = []): void {
    this.#outbox.send(content, mentions);
  }

  /** Sends a failed message again: the same one, which appears once. */
  retry(clientId: string): void {
    this.#outbox.retry(clientId);
  }

  discard(clientId: string): void {
    this.#outbox.discard(clientId);
  }

  /** Older messages that were fetched, oldest first. */
  showEarlier(messages: readonly ChatMessage[]): void {
    this.#feed.prepend(messages);
  }

  /** Reads further up: nothing is dropped from under the reader's eyes. */
  setReading(isReading: boolean): void {
    this.#feed.setReading(isReading);
  }

  restart({ chat }: RoomSnapshot): void {
    for (const message of chat.messages) this.#outbox.posted(message);
    this.#feed.restart(chat);
  }

  follow(event: RoomEvent): void {
    if (event.type === 'chatPosted') this.#outbox.posted(event.data.message);
    this.#feed.follow(event);
  }

  joined(isStartedOver: boolean): void {
    this.#outbox.joined(isStartedOver);
  }

  clear(): void {
    this.#outbox.clear();
    this.#feed.clear();
  }
}
