import type { SanctionDetails } from '@lianmai/shared';
import type { IconName } from '../../components/icon/iconShapes';
import type { Language } from '../../i18n/bilingual';
import { filled } from '../../i18n/filled';
import { momentText } from '../../i18n/momentText';
import { sentenceOf } from '../../i18n/sentenceOf';
import type { RoomScreen, ShutReason } from './roomScreen';
import { type RoomTexts, roomTexts } from './roomTexts';

export interface ShutPanel {
  icon: IconName;
  title: string;
  text: string;
  /** What starting over is called, where it may help. */
  restart: string;
}

type Key = keyof RoomTexts;

/** `text` null: the error's own sentence. */
const panels: Record<
  Exclude<ShutReason, 'kicked' | 'banned'>,
  { icon: IconName; title: Key; text: Key | null; restart: Key | null }
> = {
  notFound: { icon: 'unplugged', title: 'notFoundTitle', text: 'notFoundText', restart: null },
  private: { icon: 'lock', title: 'privateTitle', text: 'privateText', restart: 'retry' },
  replaced: { icon: 'person', title: 'replacedTitle', text: 'replacedText', restart: 'replacedHere' },
  removed: { icon: 'lock', title: 'removedTitle', text: 'removedText', restart: null },
  closed: { icon: 'lock', title: 'closedTitle', text: 'notFoundText', restart: null },
  signIn: { icon: 'person', title: 'signInTitle', text: null, restart: 'retry' },
  failed: { icon: 'unplugged', title: 'failedTitle', text: null, restart: 'retry' },
};

/** What somebody reads who is not in the room: why, and what can be done. */
export function shutPanelOf(
  { why, error }: Extract<RoomScreen, { name: 'shut' }>,
  language: Language,
  nowMs: number,
): ShutPanel {
  const t = roomTexts[language];
  if (why === 'kicked' || why === 'banned')
    return { icon: 'lock', restart: '', ...exclusion(why, error?.detailsOf(why) ?? null, language, nowMs) };
  const { icon, title, text, restart } = panels[why];
  return {
    icon,
    title: t[title],
    text: text ? t[text] : error ? sentenceOf(error, language) : '',
    restart: restart ? t[restart] : '',
  };
}

function exclusion(
  why: 'kicked' | 'banned',
  details: SanctionDetails | null,
  language: Language,
  nowMs: number,
): { title: string; text: string } {
  const t = roomTexts[language];
  const bannedTitle = details?.scope === 'platform' ? t.bannedPlatformTitle : t.bannedTitle;
  const until = details?.untilMs ?? null;
  const time = until === null ? '' : momentText(until, nowMs, language);
  const forever = why === 'banned' && details ? t.bannedForever : '';
  return {
    title: why === 'kicked' ? t.kickedTitle : bannedTitle,
    text: [
      until === null ? forever : filled(why === 'kicked' ? t.kickedUntil : t.bannedUntil, { time }),
      details?.reason ? filled(t.reason, { reason: details.reason }) : '',
    ]
      .filter(Boolean)
      .join(language === 'zh' ? '。' : ' '),
  };
}
