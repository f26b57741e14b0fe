import type { ShowEndReason, ShowListItem } from '@lianmai/shared';
import type { Scope } from '../../app/mediaRights';
import type { PushState } from '../../components/pusher/pushSteps';
import type { Language } from '../../i18n/bilingual';
import { compactNumber, duration } from '../../i18n/formats';
import type { ShowState } from './Broadcast';
import type { goLiveTexts } from './goLiveTexts';

export type GoLiveTexts = (typeof goLiveTexts)['zh'];

export type Screen = 'asking' | 'denied' | 'notAudited' | 'setup' | 'live' | 'over';

/** What the anchor has to know of how the show gets out. */
export interface Notice {
  /** `plain`: it takes a moment; `warn`: it may look bad; `bad`: nobody sees it. */
  tone: 'plain' | 'warn' | 'bad';
  text: string;
}

export interface Summary {
  name: string;
  value: string;
}

export function noticeOf(push: PushState, show: ShowState, t: GoLiveTexts): Notice {
  switch (push.name) {
    case 'off':
      return { tone: 'plain', text: '' };
    case 'connecting':
      return { tone: 'plain', text: t.connecting };
    case 'live':
      if (push.isWeak) return { tone: 'warn', text: t.weak };
      if (show.name !== 'live' || show.isConnected) return { tone: 'plain', text: '' };
      return { tone: 'plain', text: show.isElsewhere ? t.elsewhere : t.roomLost };
    case 'reconnecting':
      return { tone: 'warn', text: t.reconnecting };
    case 'waiting':
      return { tone: 'bad', text: t.waiting };
    case 'suspended':
      return { tone: 'warn', text: t.suspended };
    case 'failed':
      return { tone: 'bad', text: push.why === 'encoder' ? t.encoder : t.lost };
  }
}

export function deniedTitle(refused: readonly Scope[], t: GoLiveTexts): string {
  if (refused.length > 1) return t.deniedTitle;
  return refused[0] === 'scope.camera' ? t.deniedCamera : t.deniedMic;
}

export function overReason(reason: ShowEndReason | null, t: GoLiveTexts): string {
  switch (reason) {
    case 'ended_by_operator':
      return t.overByOperator;
    case 'anchor_lost':
      return t.overLost;
    case 'server_stopping':
      return t.overServer;
    case 'ended_by_anchor':
    case null:
      return '';
  }
}

export function summaryOf({ show, figures }: ShowListItem, t: GoLiveTexts, language: Language): Summary[] {
  const short = (value: number) => compactNumber(value, language);
  return [
    { name: t.length, value: duration(show.durationMs) },
    { name: t.visitors, value: short(figures.uniqueViewers) },
    { name: t.likes, value: short(figures.likes) },
    { name: t.coins, value: short(figures.income) },
  ];
}
