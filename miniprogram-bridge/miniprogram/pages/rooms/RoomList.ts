import { LiveError, type RoomPage } from '@lianmai/miniprogram';
import type { RoomView } from '@lianmai/shared';

export type RoomListState =
  | { phase: 'loading' }
  | { phase: 'failed'; sentence: string }
  | {
      phase: 'ready';
      rooms: RoomView[];
      /** Kept from before; what is on now could not be learned. */
      isStale: boolean;
      more: 'none' | 'there' | 'loading' | 'failed';
    };

export interface RoomListDeps {
  /** One page of those that are live. @throws LiveError */
  load: (cursor: string | null) => Promise<RoomPage>;
  /** What the last run of the mini program saw. */
  cache: { read: () => RoomView[]; write: (rooms: RoomView[]) => void };
  /** The server's sentence, or ours. */
  sentenceOf: (error: LiveError) => string;
  onChange: (state: RoomListState) => void;
}

/**
 * The live rooms, page after page. What was seen last stands there at once, until the server has answered, and stays where it does not.
 */
export class RoomList {
  readonly #deps: RoomListDeps;
  #state: RoomListState = { phase: 'loading' };
  #next: string | null = null;
  /** An answer to an older question is not looked at. */
  #asked = 0;

  constructor(deps: RoomListDeps) {
    this.#deps = deps;
    const kept = deps.cache.read();
    if (kept.length > 0) this.#state = { phase: 'ready', rooms: kept, isStale: false, more: 'none' };
  }

  get state(): RoomListState {
    return this.#state;
  }

  /** The first page again. @returns whether the server answered */
  async refresh(): Promise<boolean> {
    const asked = ++this.#asked;
    if (this.#state.phase === 'failed') this.#set({ phase: 'loading' });
    try {
      const { rooms, next } = await this.#deps.load(null);
      if (asked !== this.#asked) return true;
      this.#next = next;
      this.#deps.cache.write(rooms);
      this.#set({ phase: 'ready', rooms, isStale: false, more: next === null ? 'none' : 'there' });
      return true;
    } catch (error) {
      if (asked === this.#asked) this.#failed(LiveError.from(error));
      return false;
    }
  }

  /** The next page, where there is one. */
  async more(): Promise<void> {
    const state = this.#state;
    if (state.phase !== 'ready' || this.#next === null || state.more === 'loading') return;
    const asked = ++this.#asked;
    this.#set({ ...state, more: 'loading' });
    try {
      const { rooms, next } = await this.#deps.load(this.#next);
      if (asked !== this.#asked) return;
      this.#next = next;
      this.#set({ ...state, rooms: joined(state.rooms, rooms), more: next === null ? 'none' : 'there' });
    } catch {
      if (asked === this.#asked) this.#set({ ...state, more: 'failed' });
    }
  }

  #failed(error: LiveError): void {
    const state = this.#state;
    // The next page was given up for this question.
    if (state.phase === 'ready')
      this.#set({ ...state, isStale: true, more: state.more === 'loading' ? 'there' : state.more });
    else this.#set({ phase: 'failed', sentence: this.#deps.sentenceOf(error) });
  }

  #set(state: RoomListState): void {
    this.#state = state;
    this.#deps.onChange(state);
  }
}

/** Rooms move between pages while one scrolls: nobody stands there twice. */
function joined(rooms: RoomView[], more: RoomView[]): RoomView[] {
  const known = new Set(rooms.map(({ id }) => id));
  return [...rooms, ...more.filter(({ id }) => !known.has(id))];
}
