import type { Language } from './bilingual';
import { months, timeOfDay } from './calendar';

/** `18:05` today, `12月3日 18:05` or `Dec 3, 18:05` on another day. */
export function momentText(atMs: number, nowMs: number, language: Language): string {
  const at = new Date(atMs);
  const time = timeOfDay(at);
  if (at.toDateString() === new Date(nowMs).toDateString()) return time;
  const day = at.getDate();
  return language === 'zh'
    ? `${at.getMonth() + 1}月${day}日 ${time}`
    : `${months[at.getMonth()]} ${day}, ${time}`;
}
