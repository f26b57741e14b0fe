import type { Language } from '@lianmai/shared';
import { localeOf } from '../../i18n/messages.ts';

export interface FigureFormats {
  /** `12,345`. */
  count: (value: number) => string;
  /** `850 ms`, `1.2 s`; a dash for nothing. */
  delay: (ms: number | null) => string;
  /** `45 s`, `12 min`, `3.5 h`: a length without a clock. */
  span: (ms: number) => string;
  /** `Mar 4, 20:15`. */
  dateTime: (isoTime: string) => string;
  /** `20:15` or `20:15:30`. */
  time: (seconds: number, withSeconds?: boolean) => string;
  /** `3.4 GB`. */
  bytes: (bytes: number) => string;
  decimal: (value: number) => string;
}

export function createFigureFormats(language: Language): FigureFormats {
  const locale = localeOf(language);
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const one = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const two = new Intl.NumberFormat(locale, { maximumFractionDigits: 2, minimumFractionDigits: 2 });
  const unit = (name: string) =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: 1,
    });
  const units = {
    ms: unit('millisecond'),
    s: unit('second'),
    min: unit('minute'),
    h: unit('hour'),
    mb: unit('megabyte'),
    gb: unit('gigabyte'),
  };
  const dateTime = new Intl.DateTimeFormat(locale, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const minutes = new Intl.DateTimeFormat(locale, clock);
  const seconds = new Intl.DateTimeFormat(locale, { ...clock, second: '2-digit' });
  return {
    count: (value) => number.format(value),
    delay: (ms) => {
      if (ms === null) return '–';
      return ms < 1000 ? units.ms.format(Math.round(ms)) : units.s.format(ms / 1000);
    },
    span: (ms) => {
      if (ms < 60_000) return units.s.format(Math.round(ms / 1000));
      return ms < 3_600_000 ? units.min.format(ms / 60_000) : units.h.format(ms / 3_600_000);
    },
    dateTime: (isoTime) => dateTime.format(new Date(isoTime)),
    time: (at, withSeconds = false) => (withSeconds ? seconds : minutes).format(new Date(at * 1000)),
    bytes: (bytes) => (bytes < 1e9 ? units.mb.format(Math.round(bytes / 1e6)) : units.gb.format(bytes / 1e9)),
    decimal: (value) => (value < 10 ? two : one).format(value),
  };
}
