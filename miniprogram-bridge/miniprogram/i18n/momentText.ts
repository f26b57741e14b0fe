import type { Language } from './bilingual';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number) => String(value).padStart(2, '0');

/** `18:05` today, `12月3日 18:05` or `Dec 3, 18:05` on another day. Not every host's engine has `Intl`. */
export function momentText(atMs: number, nowMs: number, language: Language): string {
  const at = new Date(atMs);
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
  if (at.toDateString() === new Date(nowMs).toDateString()) return time;
  const day = at.getDate();
  return language === 'zh'
    ? `${at.getMonth() + 1}月${day}日 ${time}`
    : `${months[at.getMonth()]} ${day}, ${time}`;
}
