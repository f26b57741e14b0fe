import {
  type ChatMessage,
  type ChatNotice,
  type ChatSettings,
  type ChatSnapshot,
  defaultChatSettings,
  type RoomEvent,
} from '@lianmai/shared';
import { type ReadableStore, Store } from '../core/Store.ts';
import { type ChatLine, isLineEvent, messageLine } from './ChatLine.ts';

/** Lines that are kept while one follows the chat, and while one reads further up. */
const followedLines = 200;
const readLines = 1000;

export interface ChatView {
  lines: readonly ChatLine[];
  notice: ChatNotice | null;
  settings: ChatSettings;
  /** A snapshot has come: before it nothing is known. */
  isKnown: boolean;
  /** How many messages have ever been added at the end: the difference tells how many are new. */
  addedCount: number;
}

const emptyView: ChatView = {
  lines: [],
  notice: null,
  settings: defaultChatSettings,
  isKnown: false,
  addedCount: 0,
};

/**
 * What the chat shows: fed by snapshots and the Room log, told at most once a frame however fast messages come, and never more lines
 * than anybody reads.
 */
export class ChatFeed {
  readonly #view = new Store<ChatView>(emptyView);
  readonly #schedule: (flush: () => void) => void;
  #next: ChatView = emptyView;
  #isScheduled = false;
  #isReading = false;

  constructor(schedule: (flush: () => void) => void = onNextFrame) {
    this.#schedule = schedule;
  }

  get view(): ReadableStore<ChatView> {
    return this.#view;
  }

  /** Reads further up: nothing is dropped from under the reader's eyes. */
  setReading(isReading: boolean): void {
    this.#isReading = isReading;
    if (!isReading) this.#change({ lines: this.#bounded(this.#next.lines) });
  }

  /** What a join or a resume says; lines from before stay where the two overlap. */
  restart({ messages, notice, settings }: ChatSnapshot): void {
    const lines = messages.map(messageLine);
    const first = messages[0];
    const earlier = this.#next.lines.filter(
      (line) => line.kind === 'message' && first !== undefined && line.message.id < first.id,
    );
    const isContinued = this.#next.lines.some(
      (line) => line.kind === 'message' && messages.some(({ id }) => id === line.message.id),
    );
    const known = isContinued ? [...earlier, ...lines] : lines;
    this.#change({ lines: this.#bounded(known), notice, settings, isKnown: true });
  }

  follow(event: RoomEvent): void {
    switch (event.type) {
      case 'chatPosted':
        this.#append(messageLine(event.data.message));
        break;
      case 'chatDeleted':
        this.#delete(event.data.messageIds, event.data.userId);
        break;
      case 'noticePinned':
        this.#change({ notice: event.data.notice });
        break;
      case 'chatSettingsChanged':
        this.#change({ settings: event.data.settings });
        break;
      default:
    }
    if (isLineEvent(event)) this.#append({ kind: 'event', key: `event-${event.seq}`, event });
  }

  /** Older messages, oldest first. */
  prepend(messages: readonly ChatMessage[]): void {
    const known = new Set(this.#next.lines.map(({ key }) => key));
    const lines = messages.map(messageLine).filter(({ key }) => !known.has(key));
    this.#change({ lines: [...lines, ...this.#next.lines] });
  }

  get oldestId(): string | undefined {
    const oldest = this.#next.lines.find((line) => line.kind === 'message');
    return oldest?.kind === 'message' ? oldest.message.id : undefined;
  }

  clear(): void {
    this.#change(emptyView);
  }

  #append(line: ChatLine): void {
    this.#change({
      lines: this.#bounded([...this.#next.lines, line]),
      addedCount: this.#next.addedCount + (line.kind === 'message' ? 1 : 0),
    });
  }

  #delete(messageIds: readonly string[], userId: string | null): void {
    const isGone = ({ id, user }: ChatMessage) => user.id === userId || messageIds.includes(id);
    this.#change({
      lines: this.#next.lines.filter((line) => line.kind !== 'message' || !isGone(line.message)),
    });
  }

  #bounded(lines: readonly ChatLine[]): readonly ChatLine[] {
    const limit = this.#isReading ? readLines : followedLines;
    return lines.length > limit ? lines.slice(-limit) : lines;
  }

  #change(changes: Partial<ChatView>): void {
    this.#next = { ...this.#next, ...changes };
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#schedule(() => {
      this.#isScheduled = false;
      this.#view.set(this.#next);
    });
  }
}

/** Pages that nobody sees get no frames: they are told now and then all the same. */
function onNextFrame(flush: () => void): void {
  if (typeof requestAnimationFrame !== 'function' || document.visibilityState === 'hidden')
    setTimeout(flush, 250);
  else requestAnimationFrame(() => flush());
}
