import type { Language, SanctionDetails } from '@lianmai/shared';
import { localeOf, type Translate } from '../../i18n/messages.ts';

/** `18:05` today, else with the day, and with the year when that is another one. */
export function momentText(atMs: number, nowMs: number, language: Language): string {
  const at = new Date(atMs);
  const now = new Date(nowMs);
  const isThisYear = at.getFullYear() === now.getFullYear();
  const isToday = isThisYear && at.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(localeOf(language), {
    ...(isToday ? {} : { month: 'short', day: 'numeric' }),
    ...(isThisYear ? {} : { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(at);
}

/** What somebody reads who may not come in: what, until when, and why. */
export function exclusionTexts(
  kind: 'kicked' | 'banned',
  details: SanctionDetails | null,
  t: Translate,
  language: Language,
): { title: string; text: string } {
  const isOfPlatform = details?.scope === 'platform';
  const bannedTitle = isOfPlatform ? 'moderation.bannedPlatformTitle' : 'moderation.bannedTitle';
  const title = t(kind === 'kicked' ? 'moderation.kickedTitle' : bannedTitle);
  const sentences = [
    details && endText(kind, details, t, language),
    details?.reason && t('moderation.reason', { reason: details.reason }),
  ];
  return { title, text: sentences.filter(Boolean).join(language === 'zh' ? '' : ' ') };
}

function endText(
  kind: 'kicked' | 'banned',
  { untilMs }: SanctionDetails,
  t: Translate,
  language: Language,
): string | null {
  if (untilMs === null) return kind === 'banned' ? t('moderation.bannedForever') : null;
  const time = momentText(untilMs, Date.now(), language);
  return t(kind === 'kicked' ? 'moderation.kickedUntil' : 'moderation.bannedUntil', { time });
}
