import { describe, expect, it } from 'vitest';
import { selectParts } from './selectParts.mjs';

const lint = { name: 'lint' };
const unit = { name: 'unit', isSuite: true };
const browser = { name: 'browser', isSuite: true };
const parts = [lint, unit, browser];

describe('selectParts', () => {
  it.each([
    ['', { selected: parts, filters: [] }],
    ['unit', { selected: [unit], filters: [] }],
    ['browser lint', { selected: [lint, browser], filters: [] }],
    ['browser chat', { selected: [browser], filters: ['chat'] }],
    ['unit rooms media/', { selected: [unit], filters: ['rooms', 'media/'] }],
  ])('reads "%s"', (words, expected) => {
    expect(selectParts(words.split(' ').filter(Boolean), parts)).toEqual(expected);
  });

  it.each([
    ['nuit', 'nuit'],
    ['rooms unit', 'rooms'],
    ['lint rooms', 'rooms'],
    ['unit browser chat', 'chat'],
    ['unit -t', '-t'],
  ])('refuses "%s"', (words, unknown) => {
    expect(() => selectParts(words.split(' '), parts)).toThrow(
      `No part is called "${unknown}"; there are: lint, unit, browser.`,
    );
  });
});
