import type { Language } from './bilingual';
import { twoDigits } from './calendar';

// Not every host's engine has `Intl`.

/** `999`, `1.2K`, `1.2万`. */
export function compactNumber(value: number, language: Language): string {
  const [unit, word] =
    language === 'zh'
      ? value >= 1e8
        ? ([1e8, '亿'] as const)
        : ([1e4, '万'] as const)
      : value >= 1e6
        ? ([1e6, 'M'] as const)
        : ([1e3, 'K'] as const);
  if (value < unit) return String(value);
  // Cut, not rounded: 9,999 viewers are not ten thousand yet.
  const tenths = Math.floor((value / unit) * 10) / 10;
  return `${tenths >= 100 ? Math.floor(tenths) : tenths}${word}`;
}

/** `4:05`, `1:04:05`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const tail = twoDigits(seconds % 60);
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${tail}` : `${minutes}:${tail}`;
}

/** `12分钟前`, `12 min ago`. */
export function timeAgo(isoTime: string, nowMs: number, language: Language): string {
  const minutes = Math.max(0, Math.round((nowMs - Date.parse(isoTime)) / 60_000));
  const hours = Math.round(minutes / 60);
  const days = Math.round(hours / 24);
  if (minutes === 0) return language === 'zh' ? '刚刚' : 'just now';
  if (minutes < 60) return language === 'zh' ? `${minutes}分钟前` : `${minutes} min ago`;
  if (hours < 24) return language === 'zh' ? `${hours}小时前` : `${hours} h ago`;
  return language === 'zh' ? `${days}天前` : `${days} d ago`;
}
