import { isLetterSign, letterOf, plainCharacter } from './characterTables.ts';

/** One character of a folded text: a whole run of the same one, whatever stood between. */
export interface Fold {
  /** What is compared. */
  letter: number;
  /** What it is before digits are read as letters. */
  plain: string;
  /** How many of them in a row. */
  count: number;
  /** Where the run lies in the text that was folded, in UTF-16 units. */
  start: number;
  end: number;
  kind: FoldKind;
}

export type FoldKind = 'han' | 'latin' | 'digit' | 'other';

/** Beyond the block of the common ones. */
const rareHan = /^\p{Unified_Ideograph}$/u;
const skipped = /[\p{Z}\p{P}\p{S}\p{C}\p{M}]/u;
const marks = /\p{M}/gu;

/**
 * What a text says once disguise is taken off: width and compatibility forms, case, accents, traditional characters, letters of other
 * alphabets, digits for letters; without spaces, punctuation, symbols and invisible characters, each run of one character as one.
 */
export function foldText(text: string): Fold[] {
  const folds: Fold[] = [];
  let at = 0;
  for (const character of text) {
    const start = at;
    at += character.length;
    const kind = kindOf(character);
    // Most of what is written is Chinese characters, small letters and digits: they are what they are.
    if (kind !== 'other') add(folds, plainCharacter(character), kind, start, at);
    else for (const plain of plainOf(character)) add(folds, plain, kindOf(plain), start, at);
  }
  return folds;
}

function add(folds: Fold[], plain: string, sourceKind: FoldKind, start: number, end: number): void {
  const letter = letterOf(plain).codePointAt(0) ?? 0;
  const kind = sourceKind === 'han' ? 'han' : kindOf(plain);
  const last = folds.at(-1);
  if (last?.letter === letter && last.kind === kind) {
    last.count += 1;
    last.end = end;
  } else folds.push({ letter, plain, count: 1, start, end, kind });
}

function plainOf(character: string): string[] {
  const folded = character.normalize('NFKC').toLowerCase().normalize('NFD').replace(marks, '');
  return [...folded.normalize('NFC')]
    .filter((one) => isLetterSign(one) || !skipped.test(one))
    .map(plainCharacter);
}

function kindOf(character: string): FoldKind {
  if (character >= '0' && character <= '9') return 'digit';
  if ((character >= 'a' && character <= 'z') || isLetterSign(character)) return 'latin';
  if (character >= '\u4e00' && character <= '\u9fff') return 'han';
  return rareHan.test(character) ? 'han' : 'other';
}
