import { Automaton } from './Automaton.ts';
import { type Fold, foldText } from './foldText.ts';
import type { WordAction, WordEntry, WordPart } from './wordEntry.ts';

export interface WordMatch {
  /** In the text as it was given, in UTF-16 units. */
  start: number;
  end: number;
  entry: WordEntry;
}

interface Found {
  first: number;
  last: number;
}

/** A part of an entry, as the automaton knows it. */
interface Place {
  entry: WordEntry;
  part: number;
}

/** Characters of another kind that may be thrown in between two Chinese ones. */
const longestInsertion = 2;

/** Looks for all words of some lists at once, through every disguise that `foldText` takes off. Immutable: a change makes a new one. */
export class WordFilter {
  readonly size: number;
  readonly #automaton: Automaton;
  /** By the automaton's pattern: the same letters may be part of several entries. */
  readonly #places: Place[][] = [];

  constructor(entries: readonly WordEntry[]) {
    this.size = entries.length;
    const patterns: number[][] = [];
    const known = new Map<string, number>();
    for (const entry of entries) {
      for (const [part, { folds }] of entry.parts.entries()) {
        const letters = folds.map(({ letter }) => letter);
        const key = letters.join(' ');
        const pattern = known.get(key) ?? patterns.push(letters) - 1;
        known.set(key, pattern);
        const places = this.#places[pattern] ?? [];
        this.#places[pattern] = places;
        places.push({ entry, part });
      }
    }
    this.#automaton = new Automaton(patterns);
  }

  /** In the order in which they end. */
  search(text: string): WordMatch[] {
    if (this.size === 0) return [];
    const folds = foldText(text);
    const matches = this.#searchIn(text, folds, false);
    // `加a微b信`: what is thrown in between Chinese characters is looked past.
    const hanOnly = folds.filter(({ kind }) => kind === 'han');
    if (hanOnly.length > 1 && hanOnly.length < folds.length)
      matches.push(...this.#searchIn(text, hanOnly, true));
    return matches;
  }

  #searchIn(text: string, folds: readonly Fold[], isProjection: boolean): WordMatch[] {
    const matches: WordMatch[] = [];
    const letters = folds.map(({ letter }) => letter);
    const begun = new Map<WordEntry, Found[][]>();
    this.#automaton.search(letters, (pattern, last) => {
      for (const { entry, part } of this.#places[pattern] ?? []) {
        const wanted = entry.parts[part];
        if (!wanted) continue;
        const first = last - wanted.folds.length + 1;
        if (!isSame(wanted, folds, first)) continue;
        if (isProjection && hasWideGap(folds, first, last)) continue;
        const start = part === 0 ? first : startOf(begun.get(entry)?.[part - 1], wanted, folds, first);
        if (start === null) continue;
        if (part < entry.parts.length - 1) remember(begun, entry, part, { first: start, last });
        else {
          const span = spanOf(text, entry, folds[start], folds[last]);
          if (span) matches.push({ ...span, entry });
        }
      }
    });
    return matches;
  }
}

/** What is to be done about a text with such matches: the strictest of what the lists say. */
export function strictest(matches: readonly WordMatch[]): WordAction | null {
  const actions = new Set(matches.map(({ entry }) => entry.action));
  for (const action of ['block', 'hold', 'mask'] as const) if (actions.has(action)) return action;
  return null;
}

/** Digits of a word with letters may be letters in disguise; of any other word they are what they are. */
function isSame({ folds: wanted, hasLetters }: WordPart, folds: readonly Fold[], first: number): boolean {
  let isLatin = false;
  for (let index = 0; index < wanted.length; index += 1) {
    const fold = wanted[index];
    const other = folds[first + index];
    if (!fold || !other || other.count < fold.count) return false;
    if (!hasLetters && other.plain !== fold.plain) return false;
    isLatin ||= other.kind === 'latin';
  }
  return isLatin || !hasLetters;
}

function hasWideGap(folds: readonly Fold[], first: number, last: number): boolean {
  for (let index = first + 1; index <= last; index += 1) {
    const between = (folds[index]?.start ?? 0) - (folds[index - 1]?.end ?? 0);
    if (between > longestInsertion) return true;
  }
  return false;
}

/** Where the whole began of which the part before ended at a fitting distance. */
function startOf(
  before: readonly Found[] | undefined,
  { gap }: WordPart,
  folds: readonly Fold[],
  first: number,
): number | null {
  for (const { first: start, last } of before ?? []) {
    // A run counts at least one: what is further away in runs is further away in characters.
    if (last >= first || first - last - 1 > gap.max) continue;
    let between = 0;
    for (let index = last + 1; index < first; index += 1) between += folds[index]?.count ?? 0;
    if (between >= gap.min && between <= gap.max) return start;
  }
  return null;
}

const remembered = 8;

function remember(begun: Map<WordEntry, Found[][]>, entry: WordEntry, part: number, found: Found): void {
  const parts = begun.get(entry) ?? [];
  begun.set(entry, parts);
  const latest = parts[part] ?? [];
  parts[part] = latest;
  if (latest.unshift(found) > remembered) latest.pop();
}

const wordCharacter = /[\p{Script=Latin}\p{Nd}]/u;

/**
 * Where a whole lies in the text; `null` where it is only part of a longer Latin word: one stands alone, without a letter or digit
 * right before or after it, unless a wildcard opens that end. The run at an end may reach into the next word: `soft title`.
 */
function spanOf(
  text: string,
  entry: WordEntry,
  first: Fold | undefined,
  last: Fold | undefined,
): { start: number; end: number } | null {
  if (!first || !last) return null;
  const start =
    entry.isOpenAtStart || first.kind !== 'latin' ? first.start : wordStart(text, first, countAt(entry, 0));
  const end = entry.isOpenAtEnd || last.kind !== 'latin' ? last.end : wordEnd(text, last, countAt(entry, -1));
  return start === null || end === null ? null : { start, end };
}

/** How many of its first (0) or last (-1) character an entry wants. */
function countAt(entry: WordEntry, index: 0 | -1): number {
  return entry.parts.at(index)?.folds.at(index)?.count ?? 1;
}

function wordStart(text: string, { start, end }: Fold, count: number): number | null {
  const units = [...text.slice(start, end)];
  let at = end;
  let seen = 0;
  let found: number | null = null;
  for (const unit of units.reverse()) {
    at -= unit.length;
    if (wordCharacter.test(unit)) seen += 1;
    else continue;
    if (seen >= count && !isWordCharacterAt(text, at - 1)) found = at;
  }
  return found ?? (isWordCharacterAt(text, start - 1) ? null : start);
}

function wordEnd(text: string, { start, end }: Fold, count: number): number | null {
  let at = start;
  let seen = 0;
  let found: number | null = null;
  for (const unit of text.slice(start, end)) {
    at += unit.length;
    if (wordCharacter.test(unit)) seen += 1;
    else continue;
    if (seen >= count && !isWordCharacterAt(text, at)) found = at;
  }
  return found ?? (isWordCharacterAt(text, end) ? null : end);
}

function isWordCharacterAt(text: string, index: number): boolean {
  const character = text[index];
  return character !== undefined && wordCharacter.test(character);
}
