import { describe, expect, it } from 'vitest';
import { templateData } from './templateData.ts';

const notice = {
  anchor: { id: 'mei', name: '小美', avatarUrl: null },
  title: '下午茶',
  at: '2026-11-30T16:05:00.000Z',
};

describe('templateData', () => {
  it('fills the fields that the template has, in Beijing time', () => {
    expect(templateData(notice, { anchor: 'thing1', title: 'thing7', time: 'time2' })).toEqual({
      thing1: '小美',
      thing7: '下午茶',
      time2: '2026年12月1日 00:05',
    });
    expect(templateData(notice, { title: 'thing1' })).toEqual({ thing1: '下午茶' });
  });

  it.each([
    ['thing1', '一'.repeat(20), '一'.repeat(20)],
    ['thing1', '一'.repeat(21), `${'一'.repeat(19)}…`],
    ['thing1', '👋'.repeat(21), `${'👋'.repeat(19)}…`],
    ['thing1', ' 第一行\n第二行 ', '第一行 第二行'],
    ['thing1', '  ', '直播'],
    ['name3', '一'.repeat(11), `${'一'.repeat(9)}…`],
    ['name3', 'Anna-Maria Schneider', 'Anna-Maria Schneider'],
    ['phrase4', '今天晚上开播', '今天晚上…'],
    ['character_string5', 'a'.repeat(40), `${'a'.repeat(31)}…`],
  ])('fits what stands in %s', (field, title, text) => {
    expect(templateData({ ...notice, title }, { title: field })).toEqual({ [field]: text });
  });
});
