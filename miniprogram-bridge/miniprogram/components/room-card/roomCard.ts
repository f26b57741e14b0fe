import type { RoomView, UserRef } from '@lianmai/shared';
import type { Language } from '../../i18n/bilingual';
import { compactNumber, timeAgo } from '../../i18n/formats';

/** A room as its card shows it. */
export interface RoomCard {
  id: string;
  title: string;
  coverUrl: string;
  anchor: UserRef;
  viewers: string;
  since: string;
  /** For screen readers. */
  label: string;
}

export function roomCardOf(room: RoomView, nowMs: number, language: Language): RoomCard {
  const { id, title, coverUrl, anchor, viewerCount, startedAt } = room;
  const viewers = compactNumber(viewerCount, language);
  return {
    id,
    title,
    coverUrl: coverUrl ?? '',
    anchor,
    viewers,
    since: startedAt ? timeAgo(startedAt, nowMs, language) : '',
    label:
      language === 'zh'
        ? `${anchor.name}的直播：${title}，${viewers}人在看`
        : `${title}, live by ${anchor.name}, ${viewers} watching`,
  };
}
