import { SetupError } from '../setup/SetupError.mjs';

/**
 * Reads the words after `npm test --`: the parts to run, and behind a single suite's name what its test files' paths must contain.
 * @template {{ name: string, isSuite?: boolean }} P
 * @param {string[]} words
 * @param {P[]} parts
 * @returns {{ selected: P[], filters: string[] }} no filters: all files
 * @throws {SetupError} naming the word that is neither
 */
export function selectParts(words, parts) {
  if (words.length === 0) return { selected: parts, filters: [] };
  const selected = parts.filter(({ name }) => words.includes(name));
  const filters = words.filter((word) => parts.every(({ name }) => name !== word));
  const mayFilter = selected.length === 1 && selected[0]?.isSuite && words[0] === selected[0].name;
  const unknown = mayFilter ? filters.find((word) => word.startsWith('-')) : filters[0];
  if (unknown)
    throw new SetupError(
      `No part is called "${unknown}"; there are: ${parts.map(({ name }) => name).join(', ')}.`,
    );
  return { selected, filters };
}
