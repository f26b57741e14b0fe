import { wordListMistakes } from '@lianmai/shared';
import { type Fold, foldText } from './foldText.ts';

/** What happens to a text with such a word: refused, shown with `*` in its place, or kept back until somebody has looked at it. */
export type WordAction = 'block' | 'mask' | 'hold';

/** A stretch of a word between wildcards. */
export interface WordPart {
  folds: readonly Fold[];
  hasLetters: boolean;
  /** How many characters may stand between it and the part before. */
  gap: { min: number; max: number };
}

/** A line of a word list, ready to be looked for. */
export interface WordEntry {
  /** As it stands in the list. */
  text: string;
  action: WordAction;
  list: string;
  parts: readonly WordPart[];
  /** A Latin word counts as a whole: `ass` is not found in `class`. `*` at an end opens that end. */
  isOpenAtStart: boolean;
  isOpenAtEnd: boolean;
}

/** `*` stands for so many characters at most. */
const longestGap = 8;

/** @returns what is wrong with it, in words, instead of an entry that could not be looked for */
export function parseEntry(text: string, action: WordAction, list: string): WordEntry | string {
  const pieces = splitAtWildcards(text);
  const parts: WordPart[] = [];
  let gap = { min: 0, max: 0 };
  for (const piece of pieces) {
    if (piece === '*') gap = { min: gap.min, max: gap.max + longestGap };
    else if (piece === '?') gap = { min: gap.min + 1, max: gap.max + 1 };
    else {
      const folds = foldText(piece);
      if (folds.length === 0) return wordListMistakes.emptyPart.en;
      const hasLetters = folds.some(({ kind }) => kind === 'latin');
      parts.push({ folds, hasLetters, gap: parts.length === 0 ? { min: 0, max: 0 } : gap });
      gap = { min: 0, max: 0 };
    }
  }
  if (parts.length === 0) return wordListMistakes.noCharacter.en;
  const isOpenAtStart = pieces[0] === '*';
  const isOpenAtEnd = pieces.at(-1) === '*';
  const isTooShort = isOpenAtStart && isOpenAtEnd && lengthOf(parts) < 2;
  return isTooShort
    ? wordListMistakes.tooShort.en
    : { text, action, list, parts, isOpenAtStart, isOpenAtEnd };
}

/** `a*b` → `a`, `*`, `b`; a backslash makes the next character an ordinary one. */
function splitAtWildcards(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  const close = () => {
    if (piece !== '') pieces.push(piece);
    piece = '';
  };
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (character === '\\') piece += text[++index] ?? '';
    else if (character === '*' || character === '?') {
      close();
      pieces.push(character);
    } else piece += character;
  }
  close();
  return pieces;
}

function lengthOf(parts: readonly WordPart[]): number {
  return parts.reduce((sum, { folds }) => sum + folds.reduce((runs, { count }) => runs + count, 0), 0);
}
