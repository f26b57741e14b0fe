import { type WordListProblem, wordListMistakes } from '@lianmai/shared';
import { parseEntry, type WordAction, type WordEntry } from './wordEntry.ts';

export type ParsedWordList = { entries: WordEntry[] } | { problems: WordListProblem[] };

export interface WordListLimits {
  entries: number;
  /** How many entries may have the same letters before their first wildcard: each costs time wherever these stand in a text. */
  sameStart: number;
}

/** Operators know what they do. */
export const wordListLimits: WordListLimits = { entries: 50_000, sameStart: Number.POSITIVE_INFINITY };
/** Anybody may have a room: its list must not slow down the others. */
export const roomWordListLimits: WordListLimits = { entries: 500, sameStart: 20 };

const longestEntry = 60;
const maxProblems = 20;

/**
 * A word list as people write it: a word a line; `*` for up to eight characters, `?` for one; `#` begins a comment line; `@block`,
 * `@mask` or `@hold` says what happens to the words that follow. One wrong line makes the whole list wrong.
 */
export function parseWordList(text: string, list: string, limits = wordListLimits): ParsedWordList {
  const entries: WordEntry[] = [];
  const problems: WordListProblem[] = [];
  const starts = new Map<string, number>();
  let action: WordAction = 'block';
  for (const [index, raw] of text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const parsed: WordEntry | WordAction | string = line.startsWith('@')
      ? actionOf(line)
      : entryOf(line, action, list);
    if (typeof parsed === 'object') {
      entries.push(parsed);
      const message = excessOf(parsed, entries.length, starts, limits);
      if (message !== null) problems.push({ line: index + 1, message });
    } else if (isAction(parsed)) action = parsed;
    else problems.push({ line: index + 1, message: parsed });
    if (problems.length >= maxProblems || entries.length > limits.entries) break;
  }
  return problems.length > 0 ? { problems } : { entries };
}

function entryOf(line: string, action: WordAction, list: string): WordEntry | string {
  if (line.includes('\ufffd')) return wordListMistakes.notUtf8.en;
  if (line.length > longestEntry) return wordListMistakes.tooLong.en;
  return parseEntry(line, action, list);
}

/** @param starts how many entries so far begin with the same letters; this one is counted */
function excessOf(
  { parts }: WordEntry,
  count: number,
  starts: Map<string, number>,
  limits: WordListLimits,
): string | null {
  if (count > limits.entries) return wordListMistakes.tooMany.en;
  const start = (parts[0]?.folds ?? []).map(({ letter }) => letter).join(' ');
  const same = (starts.get(start) ?? 0) + 1;
  starts.set(start, same);
  return same > limits.sameStart ? wordListMistakes.sameStart.en : null;
}

function actionOf(line: string): WordAction | string {
  const name = line.slice(1).trim();
  return isAction(name) ? name : wordListMistakes.unknownInstruction.en;
}

function isAction(name: string): name is WordAction {
  return name === 'block' || name === 'mask' || name === 'hold';
}
