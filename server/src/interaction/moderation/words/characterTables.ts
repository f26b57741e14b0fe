/// <reference path="./opencc.d.ts" />
import traditionalPairs from 'opencc-js/dict/TSCharacters';

/** Letters of other alphabets that look like Latin ones. NFKC leaves them as they are. */
const lookalikes: Record<string, string> = {
  // Cyrillic
  а: 'a',
  в: 'b',
  е: 'e',
  ё: 'e',
  һ: 'h',
  і: 'i',
  ї: 'i',
  ј: 'j',
  к: 'k',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  с: 'c',
  ѕ: 's',
  т: 't',
  у: 'y',
  х: 'x',
  ԁ: 'd',
  ԛ: 'q',
  ԝ: 'w',
  // Greek
  α: 'a',
  β: 'b',
  ε: 'e',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  // Latin that is not plain
  ı: 'i',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ß: 's',
  æ: 'a',
  œ: 'o',
  ɡ: 'g',
  ɑ: 'a',
};

/** Digits as they are written in Chinese, in full or by how they look. */
const chineseDigits: Record<string, string> = {
  零: '0',
  〇: '0',
  一: '1',
  壹: '1',
  二: '2',
  贰: '2',
  三: '3',
  叁: '3',
  四: '4',
  肆: '4',
  五: '5',
  伍: '5',
  六: '6',
  陆: '6',
  七: '7',
  柒: '7',
  八: '8',
  捌: '8',
  九: '9',
  玖: '9',
};

const plainForms = new Map(Object.entries({ ...lookalikes, ...chineseDigits }));
for (const pair of traditionalPairs.split('|')) {
  const [traditional, simple] = pair.split(' ');
  if (traditional && simple) plainForms.set(traditional, plainForms.get(simple) ?? simple);
}

/** One character as everybody reads it: simplified, Latin where it looks Latin, a digit where it means one. */
export function plainCharacter(character: string): string {
  return plainForms.get(character) ?? character;
}

/** Digits and signs that stand for letters in words: `5h1t`, `$ex`. `l` and `1` are one letter with `i`. */
const letterForms = new Map(
  Object.entries({
    '0': 'o',
    '1': 'i',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '7': 't',
    '@': 'a',
    $: 's',
    '|': 'i',
    l: 'i',
  }),
);

/** The letter that a plain character can stand for; itself where it stands for no other. */
export function letterOf(plain: string): string {
  return letterForms.get(plain) ?? plain;
}

/** Signs that are read as letters, and so are not skipped as punctuation. */
export function isLetterSign(character: string): boolean {
  return character === '@' || character === '$' || character === '|';
}
