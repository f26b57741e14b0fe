import { describe, expect, it } from 'vitest';
import { chatLength } from './chat.ts';
import { cleanText, graphemeCount } from './text.ts';

const flagOfEngland = '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}';

describe('cleanText', () => {
  it.each([
    ['a family', '👨‍👩‍👧‍👦 ok', 4],
    ['a skin tone', '👩🏽‍💻', 1],
    ['a heart on fire', '❤️‍🔥', 1],
    ['a keycap', '1️⃣', 1],
    ['flags', '🇨🇳🇺🇳', 2],
    ['the flag of a region', flagOfEngland, 1],
    ['Persian with a non-joiner', 'می‌خواهم', 7],
    ['Devanagari with a joiner', 'क्‍ष', 1],
    ['Thai with two marks', 'ตี๊', 1],
    ['Vietnamese', 'Tiếng Việt', 10],
    ['a variant of a 汉字', '葛\u{e0100}城', 2],
    ['Hebrew with points', 'שָׁלוֹם', 4],
    ['an Arabic number sign', '\u0600٣', 1],
  ])('keeps %s', (_what, text, graphemes) => {
    expect(cleanText(text)).toBe(text.normalize('NFC'));
    expect(graphemeCount(cleanText(text))).toBe(graphemes);
  });

  it.each([
    ['bidi overrides', 'abc\u202eflip\u2066x\u2069', 'abcflipx'],
    ['direction marks', '\u200ea\u200fb\u061c', 'ab'],
    ['zero-width spaces', '敏\u200b感\u2060词\ufeff', '敏感词'],
    ['a joiner between letters', 'a\u200db', 'ab'],
    ['a joiner at the end of an emoji', '🔥\u200d', '🔥'],
    ['a soft hyphen', 'ba\u00add', 'bad'],
    ['Hangul fillers', '\u3164\uffa0a\u115f', 'a'],
    ['Braille blanks', '\u2800x\u2800', 'x'],
    ['tags without a flag', 'x\u{e0061}\u{e0062}', 'x'],
    ['a long chain of tags', `🏴${'\u{e0061}'.repeat(50)}`, `🏴${'\u{e0061}'.repeat(7)}`],
    ['control characters', 'a\u0000b\u001bc\u0085', 'abc'],
    ['lone surrogates', 'a\ud800b\udc00', 'ab'],
    ['private characters', 'a\ue000\u{f0000}', 'a'],
    ['line breaks and many spaces', ' a\r\n\n\tb\u2028c\u3000\u00a0d ', 'a b c d'],
    ['a variation selector on a letter', 'a\ufe0f', 'a'],
    ['nothing but spaces', ' \u3000\u200b ', ''],
  ])('removes %s', (_what, text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  it('bounds towers of marks', () => {
    const zalgo = `Z${'\u0351'.repeat(300)}a${'\u0489'.repeat(50)}`;
    expect(cleanText(zalgo).length).toBeLessThan(12);
  });

  it('is quick with hostile text of the greatest length', () => {
    const startedAt = Date.now();
    for (const part of ['\u200d', '🏴\u{e0061}', '\u0351', 'م\u200c', ' \u200b', '👨\u200d']) {
      cleanText(part.repeat(4000).slice(0, 4000));
    }
    expect(Date.now() - startedAt).toBeLessThan(200);
  });

  it('is the same when done twice', () => {
    for (const text of [flagOfEngland, 'a \u200b b', `x${'\u0351'.repeat(9)}`, 'é', '👨‍👩‍👧‍👦'])
      expect(cleanText(cleanText(text))).toBe(cleanText(text));
  });
});

describe('chatLength', () => {
  it('counts as writers do, and bounds what an emoji may weigh', () => {
    expect(chatLength('你好')).toBe(2);
    expect(chatLength('e\u0301')).toBe(1);
    expect(chatLength('👩🏽‍💻')).toBe(4);
  });
});
