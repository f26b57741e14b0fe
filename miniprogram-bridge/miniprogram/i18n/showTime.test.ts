import { expect, it } from 'vitest';
import { showTime } from './showTime';

/** In the reader's own time zone, whichever it is. */
const at = (day: number, hours: number, minutes: number) => new Date(2026, 10, day, hours, minutes);
const nowMs = at(30, 12, 0).getTime();

it.each([
  [at(30, 20, 5), '今天 20:05', 'Today 20:05'],
  [at(30, 0, 0), '今天 00:00', 'Today 00:00'],
  [at(29, 23, 59), '昨天 23:59', 'Yesterday 23:59'],
  [at(31, 20, 0), '明天 20:00', 'Tomorrow 20:00'],
  [at(34, 20, 0), '12月4日 周五 20:00', 'Fri 4 Dec 20:00'],
])('%s is called by its day', (time, zh, en) => {
  const iso = time.toISOString();
  expect([showTime(iso, nowMs, 'zh'), showTime(iso, nowMs, 'en')]).toEqual([zh, en]);
});
