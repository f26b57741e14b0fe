import { type WordListProblem, wordListMistakes } from '@lianmai/shared';
import { parseEntry, type WordAction, type WordEntry } from './wordEntry.ts';

export type ParsedWordList = { entries: WordEntry[] } | { problems: WordListProblem[] };

export const wordListLimits = { entries: 50_000, entryLength: 60, problems: 20 } as const;

/**
 * A word list as people write it: a word a line; `*` for up to eight characters, `?` for one; `#` begins a comment line; `@block`,
 * `@mask` or `@hold` says what happens to the words that follow. One wrong line makes the whole list wrong.
 */
export function parseWordList(text: string, list: string): ParsedWordList {
  const entries: WordEntry[] = [];
  const problems: WordListProblem[] = [];
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
    if (typeof parsed === 'object') entries.push(parsed);
    else if (isAction(parsed)) action = parsed;
    else problems.push({ line: index + 1, message: parsed });
    if (problems.length >= wordListLimits.problems) break;
  }
  if (entries.length > wordListLimits.entries) {
    problems.push({ line: 1, message: wordListMistakes.tooMany.en });
  }
  return problems.length > 0 ? { problems } : { entries };
}

function entryOf(line: string, action: WordAction, list: string): WordEntry | string {
  if (line.includes('\ufffd')) return wordListMistakes.notUtf8.en;
  if (line.length > wordListLimits.entryLength) return wordListMistakes.tooLong.en;
  return parseEntry(line, action, list);
}

function actionOf(line: string): WordAction | string {
  const name = line.slice(1).trim();
  return isAction(name) ? name : wordListMistakes.unknownInstruction.en;
}

function isAction(name: string): name is WordAction {
  return name === 'block' || name === 'mask' || name === 'hold';
}
