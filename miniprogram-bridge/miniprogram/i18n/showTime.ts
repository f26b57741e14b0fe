import type { Language } from './bilingual';
import { months, timeOfDay } from './calendar';

/** `今天 20:00`, `12月4日 周五 20:00`; `Today 20:00`, `Fri 4 Dec 20:00`: in the reader's own time zone. */
export function showTime(isoTime: string, nowMs: number, language: Language): string {
  const at = new Date(isoTime);
  const days = Math.round((startOfDay(at) - startOfDay(new Date(nowMs))) / 86_400_000);
  const names = nearDays[language];
  const day = names[days + 1] ?? dayOf(at, language);
  return `${day} ${timeOfDay(at)}`;
}

const nearDays = { zh: ['昨天', '今天', '明天'], en: ['Yesterday', 'Today', 'Tomorrow'] };
const weekdays = {
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
};

function dayOf(at: Date, language: Language): string {
  const weekday = weekdays[language][at.getDay()];
  if (language === 'zh') return `${at.getMonth() + 1}月${at.getDate()}日 ${weekday}`;
  return `${weekday} ${at.getDate()} ${months[at.getMonth()]}`;
}

const startOfDay = (at: Date) => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
