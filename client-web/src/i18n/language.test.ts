import { expect, it } from 'vitest';
import { preferredLanguage } from './language.ts';

it.each([
  ['en', ['zh-CN'], 'en'],
  [null, ['zh-TW', 'en'], 'zh'],
  [null, ['fr-FR', 'en-GB', 'zh'], 'en'],
  [null, ['fr'], 'en'],
  ['klingon', ['zh'], 'zh'],
] as const)('stored %s, browser %s: %s', (stored, browser, expected) => {
  expect(preferredLanguage(stored, browser)).toBe(expected);
});
