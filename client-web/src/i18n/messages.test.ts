import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { createTranslate, createTranslateCount } from './messages.ts';
import { zh } from './zh.ts';

const placeholders = (sentence: string) =>
  [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe('messages', () => {
  it('has the same placeholders in both languages', () => {
    const keys = Object.keys(en) as (keyof typeof en)[];
    const differing = keys.filter((key) => placeholders(en[key]).join() !== placeholders(zh[key]).join());
    expect(differing).toEqual([]);
  });

  it('fills placeholders', () => {
    expect(createTranslate('en')('guest.change', { name: 'Ada' })).toBe('Change name, now Ada');
    expect(createTranslate('zh')('guest.change', { name: '小明' })).toBe('修改昵称，当前为 小明');
  });

  it('counts as each language does', () => {
    const english = createTranslateCount('en');
    expect([english('live.viewers', 1), english('live.viewers', 1234)]).toEqual(['1 viewer', '1.2K viewers']);
    expect(createTranslateCount('zh')('live.viewers', 12_345)).toBe('1.2万 人在看');
  });
});
