import type { Language } from '@lianmai/shared';
import { localeOf } from './messages.ts';

/** Numbers and times as people of a language write them. */
export interface Formats {
  /** `1.2K`, `1.2万`. */
  compact: (value: number) => string;
  /** `4:05`, `1:04:05`. */
  duration: (ms: number) => string;
  /** `12 minutes ago`, `12分钟前`. */
  ago: (isoTime: string, nowMs: number) => string;
  /** `30 November 2026`, `2026年11月30日`. */
  date: (isoTime: string) => string;
  /** `today 20:00`, `tomorrow 20:00`, `Fri 4 Dec, 20:00`: in the reader's own time zone. */
  moment: (isoTime: string, nowMs: number) => string;
  /** `850 kb/s`, `2.4 Mb/s`. */
  bitrate: (bitsPerSecond: number) => string;
  percent: (share: number) => string;
}

export function createFormats(language: Language): Formats {
  const locale = localeOf(language);
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });
  const moment = createMoment(language);
  return {
    date: (isoTime) => date.format(new Date(isoTime)),
    moment,
    compact: (value) => compact.format(value),
    percent: (share) => percent.format(share),
    duration: formatDuration,
    bitrate: formatBitrate,
    ago: (isoTime, nowMs) => {
      const minutes = Math.max(0, Math.round((nowMs - Date.parse(isoTime)) / 60_000));
      if (minutes === 0) return language === 'zh' ? '刚刚' : 'just now';
      if (minutes < 60) return relative.format(-minutes, 'minute');
      if (minutes < 24 * 60) return relative.format(-Math.round(minutes / 60), 'hour');
      return relative.format(-Math.round(minutes / 60 / 24), 'day');
    },
  };
}

export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const pad = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}

function formatBitrate(bitsPerSecond: number): string {
  if (bitsPerSecond >= 1_000_000) return `${(bitsPerSecond / 1_000_000).toFixed(1)} Mb/s`;
  return `${Math.round(bitsPerSecond / 1000)} kb/s`;
}

function createMoment(language: Language): Formats['moment'] {
  const locale = localeOf(language);
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false });
  const near = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const day = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short' });
  return (isoTime, nowMs) => {
    const at = new Date(isoTime);
    const days = Math.round((startOfDay(at) - startOfDay(new Date(nowMs))) / (24 * 3600 * 1000));
    const dayName = Math.abs(days) <= 1 ? near.format(days, 'day') : day.format(at);
    return `${capitalised(dayName)} ${time.format(at)}`;
  };
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
