import type { Language } from './bilingual';

/** `今天 20:00`, `12月4日 周五 20:00`; `Today 20:00`, `Fri 4 Dec 20:00`: in the reader's own time zone. */
export function showTime(isoTime: string, nowMs: number, language: Language): string {
  const at = new Date(isoTime);
  const days = Math.round((startOfDay(at) - startOfDay(new Date(nowMs))) / 86_400_000);
  const names = nearDays[language];
  const day = names[days + 1] ?? dayOf(at, language);
  return `${day} ${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

const nearDays = { zh: ['昨天', '今天', '明天'], en: ['Yesterday', 'Today', 'Tomorrow'] };
const weekdays = {
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
};
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function dayOf(at: Date, language: Language): string {
  const weekday = weekdays[language][at.getDay()];
  if (language === 'zh') return `${at.getMonth() + 1}月${at.getDate()}日 ${weekday}`;
  return `${weekday} ${at.getDate()} ${months[at.getMonth()]}`;
}

const startOfDay = (at: Date) => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
const pad = (value: number) => (value < 10 ? `0${value}` : String(value));
