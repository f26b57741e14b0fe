import type { UserNotice } from '@lianmai/shared';
import { Emitter } from '../core/Emitter.ts';
import { type ReadableStore, Store } from '../core/Store.ts';
import type { FollowRest } from '../rest/FollowRest.ts';

export interface NoticeList {
  /** Newest first. */
  notices: readonly UserNotice[];
  unreadCount: number;
}

export interface NoticeFeedEvents {
  /** Came in while we were watching; oldest first. */
  arrived: readonly UserNotice[];
}

const empty: NoticeList = { notices: [], unreadCount: 0 };
const pollMs = 20_000;

/**
 * What one is told wherever they are in the application. Asks now and then while the page is visible, and at once when it comes to the
 * front; what is new since it began to watch is told one by one.
 */
export class NoticeFeed {
  readonly #rest: Pick<FollowRest, 'notices' | 'markRead'>;
  readonly #list = new Store<NoticeList>(empty);
  readonly #events = new Emitter<NoticeFeedEvents>();
  /** Told already; null before the first answer. */
  #known: Set<string> | null = null;
  #watching: AbortController | null = null;

  constructor(rest: Pick<FollowRest, 'notices' | 'markRead'>) {
    this.#rest = rest;
  }

  get list(): ReadableStore<NoticeList> {
    return this.#list;
  }

  on<E extends keyof NoticeFeedEvents>(
    event: E,
    listener: (payload: NoticeFeedEvents[E]) => void,
  ): () => void {
    return this.#events.on(event, listener);
  }

  start(): void {
    this.stop();
    const watching = new AbortController();
    this.#watching = watching;
    const { signal } = watching;
    const look = () => {
      if (document.visibilityState === 'visible') void this.refresh();
    };
    document.addEventListener('visibilitychange', look, { signal });
    const timer = setInterval(look, pollMs);
    signal.addEventListener('abort', () => clearInterval(timer));
    look();
  }

  /** Forgets everything: the next one to watch may be somebody else. */
  stop(): void {
    this.#watching?.abort();
    this.#watching = null;
    this.#known = null;
    this.#list.set(empty);
  }

  /** Now, for whoever knows that there is something new. A failure waits for the next time. */
  async refresh(): Promise<void> {
    const watching = this.#watching;
    if (!watching) return;
    try {
      const { notices, readUpTo } = await this.#rest.notices(watching.signal);
      if (this.#watching === watching) this.#take(notices, readUpTo);
    } catch {
      // The network, or a server that restarts.
    }
  }

  async markRead(): Promise<void> {
    const { notices, unreadCount } = this.#list.getSnapshot();
    const [newest] = notices;
    if (!newest || unreadCount === 0) return;
    this.#list.set({ notices, unreadCount: 0 });
    await this.#rest.markRead(newest.at);
  }

  #take(notices: readonly UserNotice[], readUpTo: string | null): void {
    const known = this.#known;
    const arrived = known ? notices.filter(({ id }) => !known.has(id)).reverse() : [];
    this.#known = new Set(notices.map(({ id }) => id));
    const readMs = readUpTo === null ? 0 : Date.parse(readUpTo);
    const unreadCount = notices.filter(({ at }) => Date.parse(at) > readMs).length;
    this.#list.set({ notices, unreadCount });
    if (arrived.length > 0) this.#events.emit('arrived', arrived);
  }
}
