import { describe, expect, it } from 'vitest';
import { maskText } from './maskText.ts';
import { parseWordList } from './parseWordList.ts';
import { strictest, WordFilter } from './WordFilter.ts';

function filterOf(text: string): WordFilter {
  const parsed = parseWordList(text, 'test');
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return new WordFilter(parsed.entries);
}

/** Far more than it takes on any machine, and far less than what grows faster than its input would take. */
const minuteMs = 60_000;

const found = (list: string, text: string) =>
  filterOf(list)
    .search(text)
    .map(({ entry }) => entry.text);

describe('WordFilter finds', () => {
  it.each<[string, string, string]>([
    ['a plain word', '加微信', '快加微信领取'],
    ['spaces between', '加微信', '加 微　信'],
    ['punctuation between', '加微信', '加.微-信'],
    ['zero-width characters between', '加微信', '加\u200b微\u2060信'],
    ['emoji between', '加微信', '加😀微❤️信'],
    ['letters thrown in', '加微信', '加a微b信'],
    ['digits thrown in', '加微信', '加1微2信'],
    ['traditional characters', '赌博网站', '賭博網站'],
    ['a traditional entry', '賭博', '赌博'],
    ['full width', 'casino', 'ｃａｓｉｎｏ'],
    ['case', 'casino', 'CaSiNo'],
    ['accents', 'casino', 'càsïnô'],
    ['combining marks', 'casino', 'c\u0336a\u0336s\u0336i\u0336n\u0336o\u0336'],
    ['repeated letters', 'casino', 'caaasssiiinooo'],
    ['repeated Chinese characters', '加微信', '加加加微微信'],
    ['letters apart', 'casino', 'c a s i n o'],
    ['Cyrillic letters', 'casino', 'саѕіnо'],
    ['digits for letters', 'casino', 'ca5in0'],
    ['signs for letters', 'casino', 'c@$ino'],
    ['mathematical letters', 'casino', '𝓬𝓪𝓼𝓲𝓷𝓸'],
    ['circled letters', 'casino', 'ⓒⓐⓢⓘⓝⓞ'],
    ['Chinese digits', '49彩', '四九彩'],
    ['circled digits', '49彩', '④⑨彩'],
    ['financial digits', '49彩', '肆玖彩'],
    ['a number', '10086', '1 0 0 8 6'],
    ['a wildcard', '加*微', '加我的微'],
    ['a wildcard of nothing', '加*微', '加微'],
    ['exactly one character', '法?功', '法轮功'],
    ['two wildcards', '代*开*票', '代理开增值票'],
    ['an open end', 'casin*', 'casinos'],
    ['both ends open', '*porn*', 'xxpornxx'],
    ['an escaped wildcard', '5\\*5', '5*5'],
    ['a doubled letter', 'qq', '加qq'],
    ['a word whose last letter begins the next', 'soft', 'a soft title'],
    ['a word whose first letter ends the one before', 'soft', 'this soft thing'],
    ['a repeated letter apart', 'soft', 's o o o f t'],
    ['a letter that stands alone', 'b', 'a b c'],
  ])('%s', (_name, list, text) => {
    expect(found(list, text)).toEqual(expect.arrayContaining([list]));
  });
});

describe('WordFilter does not find', () => {
  it.each<[string, string, string]>([
    ['a Latin word in another', 'ass', 'class'],
    ['a Latin word across two', 'ass', 'as shown'],
    ['a Latin word across two, with its last letter double', 'shit', 'wish it'],
    ['a doubled last letter in another word', 'as', 'assume'],
    ['a number that looks like a word', 'sos', '505'],
    ['a word that looks like a number', '505', 'sos'],
    ['a single letter for a doubled one', 'qq', 'q'],
    ['one of two repeated characters', '天天彩', '天彩'],
    ['parts too far apart', '加*微', '加一二三四五六七八九微'],
    ['no character where one must be', '法?功', '法功'],
    ['two characters where one must be', '法?功', '法一二功'],
    ['Chinese characters with words between', '加微信', '加 hello 微信'],
    ['parts in the wrong order', '加*微', '微加'],
    ['an empty text', '加微信', ''],
    ['nothing but disguise', '加微信', '… \u200b　!'],
  ])('%s', (_name, list, text) => {
    expect(found(list, text)).toEqual([]);
  });
});

describe('WordFilter', () => {
  it('says the strictest of what is found', () => {
    const filter = filterOf('@mask\nfoo\n@hold\nbar\n@block\nbaz');
    expect(strictest(filter.search('foo'))).toBe('mask');
    expect(strictest(filter.search('foo bar'))).toBe('hold');
    expect(strictest(filter.search('foo bar baz'))).toBe('block');
    expect(strictest(filter.search('nothing'))).toBeNull();
  });

  it.each([
    ['加我微信 abc', '微信', '加我** abc'],
    ['f o o!', 'foo', '* * *!'],
    ['😀foo😀', 'foo', '😀***😀'],
    ['(ｆｏｏ)', 'foo', '(***)'],
    ['fooooo', 'foo', '******'],
    ['a soft title', 'soft', 'a **** title'],
  ])('masks %j', (text, word, masked) => {
    const filter = filterOf(`@mask\n${word}`);
    expect(maskText(text, filter.search(text))).toBe(masked);
  });

  it(
    'takes any text in time that grows with its length only',
    () => {
      const filter = filterOf('aa*aa*aa*aa\n加*微*信\nq');
      const nasty = ['a', '加微', 'q ', '\u0336', '加1'].map((piece) => piece.repeat(4000));
      for (const text of nasty) expect(filter.search(text)).toBeDefined();
    },
    minuteMs,
  );

  it(
    'is built in time that grows with the list only, though many entries begin alike',
    () => {
      const list = Array.from({ length: 50_000 }, (_, i) => `ab*c${i}`).join('\n');
      expect(filterOf(list).size).toBe(50_000);
    },
    minuteMs,
  );
});

describe('parseWordList', () => {
  it('names each wrong line, and takes nothing of a wrong list', () => {
    expect(parseWordList('good\n@burn\n***\n   \n# a comment\n…', 'test')).toEqual({
      problems: [
        { line: 2, message: expect.stringContaining('unknown instruction') },
        { line: 3, message: expect.stringContaining('no character') },
        { line: 6, message: expect.any(String) },
      ],
    });
  });

  it('reads a byte order mark, any line end and comments', () => {
    const parsed = parseWordList('\ufeff一夜\r\n# 注释\r@mask\n二', 'test');
    expect(parsed).toMatchObject({
      entries: [
        { text: '一夜', action: 'block' },
        { text: '二', action: 'mask' },
      ],
    });
  });
});
