import type { WordListProblem } from '@lianmai/shared';
import { AppError } from '../../../core/AppError.ts';
import { maskText } from './maskText.ts';
import { parseWordList, roomWordListLimits } from './parseWordList.ts';
import { strictest, WordFilter, type WordMatch } from './WordFilter.ts';
import type { WordEntry } from './wordEntry.ts';

interface WordList {
  text: string;
  entries: readonly WordEntry[];
}

export type WordVerdict =
  | { action: null }
  | { action: 'block' | 'hold'; words: string[] }
  | { action: 'mask'; words: string[]; masked: string };

/**
 * Owns the word lists: those of the platform by name, and one for each room that has its own. A list that has a mistake is not taken,
 * and what was there before goes on.
 */
export class WordLists {
  readonly #platform = new Map<string, WordList>();
  readonly #rooms = new Map<string, WordList>();
  #platformFilter: WordFilter | null = null;
  readonly #roomFilters = new Map<string, WordFilter>();

  /** @returns what is wrong with it; empty: it counts from now on */
  set(name: string, text: string): WordListProblem[] {
    const parsed = parseWordList(text, name);
    if ('problems' in parsed) return parsed.problems;
    this.#platform.set(name, { text, entries: parsed.entries });
    this.#platformFilter = null;
    return [];
  }

  remove(name: string): void {
    if (this.#platform.delete(name)) this.#platformFilter = null;
  }

  /** In the order of their names. */
  get all(): { name: string; size: number; text: string }[] {
    return [...this.#platform]
      .map(([name, { text, entries }]) => ({ name, size: entries.length, text }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  get(name: string): string | null {
    return this.#platform.get(name)?.text ?? null;
  }

  ofRoom(roomId: string): string {
    return this.#rooms.get(roomId)?.text ?? '';
  }

  /** @returns what is wrong with it; empty: it counts from now on */
  setOfRoom(roomId: string, text: string): WordListProblem[] {
    const parsed = parseWordList(text, 'room', roomWordListLimits);
    if ('problems' in parsed) return parsed.problems;
    this.#roomFilters.delete(roomId);
    if (parsed.entries.length === 0 && text.trim() === '') this.#rooms.delete(roomId);
    else this.#rooms.set(roomId, { text, entries: parsed.entries });
    return [];
  }

  /** @param roomId whose own list counts besides; `null`: none */
  check(text: string, roomId: string | null): WordVerdict {
    const matches = [...this.#filter().search(text), ...this.#searchRoom(text, roomId)];
    const action = strictest(matches);
    const words = [...new Set(matches.map(({ entry }) => entry.text))];
    if (action === null) return { action };
    return action === 'mask' ? { action, words, masked: maskText(text, matches) } : { action, words };
  }

  /**
   * For what nobody can look at first: names, titles, what somebody writes with an application.
   * @returns the text, with `*` where that is what a list says
   * @throws AppError `text_refused`
   */
  clean(text: string, roomId: string | null): string {
    const verdict = this.check(text, roomId);
    if (verdict.action === 'block' || verdict.action === 'hold') throw new AppError('text_refused');
    return verdict.action === 'mask' ? verdict.masked : text;
  }

  #filter(): WordFilter {
    this.#platformFilter ??= new WordFilter([...this.#platform.values()].flatMap(({ entries }) => entries));
    return this.#platformFilter;
  }

  #searchRoom(text: string, roomId: string | null): WordMatch[] {
    const list = roomId === null ? undefined : this.#rooms.get(roomId);
    if (roomId === null || !list) return [];
    const filter = this.#roomFilters.get(roomId) ?? new WordFilter(list.entries);
    this.#roomFilters.set(roomId, filter);
    return filter.search(text);
  }
}
