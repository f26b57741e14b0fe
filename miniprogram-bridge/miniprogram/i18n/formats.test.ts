import { expect, it } from 'vitest';
import { compactNumber, timeAgo } from './formats';

it.each([
  [0, '0', '0'],
  [999, '999', '999'],
  [1000, '1000', '1K'],
  [9999, '9999', '9.9K'],
  [12_345, '1.2万', '12.3K'],
  [1_234_567, '123万', '1.2M'],
  [234_567_890, '2.3亿', '234M'],
])('%i is short', (value, zh, en) => {
  expect([compactNumber(value, 'zh'), compactNumber(value, 'en')]).toEqual([zh, en]);
});

const nowMs = Date.parse('2026-11-30T12:00:00Z');

it.each([
  ['2026-11-30T12:00:09Z', '刚刚', 'just now'],
  ['2026-11-30T11:48:00Z', '12分钟前', '12 min ago'],
  ['2026-11-30T09:00:00Z', '3小时前', '3 h ago'],
  ['2026-11-28T12:00:00Z', '2天前', '2 d ago'],
])('%s was a while ago', (time, zh, en) => {
  expect([timeAgo(time, nowMs, 'zh'), timeAgo(time, nowMs, 'en')]).toEqual([zh, en]);
});
