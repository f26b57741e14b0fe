import type { WordMatch } from './WordFilter.ts';

/** The text with a `*` for each character of the words that were found; spaces stay. */
export function maskText(text: string, matches: readonly WordMatch[]): string {
  let masked = '';
  let at = 0;
  for (const character of text) {
    const start = at;
    at += character.length;
    const isHidden = matches.some((match) => start < match.end && at > match.start);
    masked += isHidden && !/\s/u.test(character) ? '*' : character;
  }
  return masked;
}
