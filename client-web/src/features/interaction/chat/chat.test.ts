import { describe, expect, it } from 'vitest';
import { emojiGroups } from './emoji.ts';
import { mentionParts } from './MessageText.tsx';
import { mentionBeingTyped } from './useDraft.ts';

const people = [
  { id: '1', name: '小明' },
  { id: '2', name: '小明明' },
  { id: '3', name: 'Ann Lee' },
];
const marked = (content: string) =>
  mentionParts(content, people).map(({ text, mention }) => (mention ? `[${text}:${mention.id}]` : text));

describe('mentionParts', () => {
  it.each([
    ['no mention', 'hi all', ['hi all']],
    ['one in the middle', 'hi @Ann Lee!', ['hi ', '[@Ann Lee:3]', '!']],
    ['the longer of two names', '@小明明 @小明', ['[@小明明:2]', ' ', '[@小明:1]']],
    ['an address that is none', 'me@home @nobody', ['me@home @nobody']],
    ['side by side', '@小明@小明', ['[@小明:1]', '[@小明:1]']],
    ['markup', '<b>@小明</b>', ['<b>', '[@小明:1]', '</b>']],
  ])('%s', (_what, content, expected) => {
    expect(marked(content)).toEqual(expected);
  });
});

describe('mentionBeingTyped', () => {
  it.each([
    ['@', 1, { from: 0, name: '' }],
    ['hi @xi', 6, { from: 3, name: 'xi' }],
    ['hi @xi there', 6, { from: 3, name: 'xi' }],
    ['me@home', 7, null],
    ['@a b', 4, null],
  ])('%s at %i', (text, cursor, expected) => {
    expect(mentionBeingTyped(text, cursor)).toEqual(expected);
  });
});

describe('emoji', () => {
  it('are single ones, each once', () => {
    const all = emojiGroups.flat();
    expect(new Set(all).size).toBe(all.length);
    expect(all.every((emoji) => /\p{Emoji}/u.test(emoji))).toBe(true);
  });
});
