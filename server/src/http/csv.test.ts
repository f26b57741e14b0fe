import { expect, it } from 'vitest';
import { type CsvCell, csvOf } from './csv.ts';

it.each<[CsvCell, string]>([
  ['早安', '早安'],
  [12, '12'],
  [-3, '-3'],
  [null, ''],
  [false, 'false'],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['＝1', "'＝1"],
  ['  =1', "'  =1"],
  ['\u200b=1', "'\u200b=1"],
  ['\t=1', "'\t=1"],
  ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
])('%j becomes %s', (cell, text) => {
  expect(csvOf(['a'], [[cell]])).toBe(`\uFEFFa\r\n${text}\r\n`);
});
