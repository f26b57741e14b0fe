import type { ChatLine, PendingMessage } from '@lianmai/miniprogram';
import type { ChatMessage, RoomEvent } from '@lianmai/shared';
import type { Language } from '../../../i18n/bilingual';
import { filled } from '../../../i18n/filled';
import { type ChatTexts, chatTexts } from './chatTexts';

/** A line of the chat as its WXML shows it. */
export interface LineView {
  key: string;
  kind: 'message' | 'event' | 'gift';
  /** Before the text, in a colour of its own; empty: none. */
  name: string;
  tone: 'plain' | 'host' | 'own';
  badge: string;
  badgeTone: 'anchor' | 'moderator' | 'giver' | 'coHost' | '';
  text: string;
  /** A gift's picture. */
  picture: string;
  state: 'posted' | 'sending' | 'failed';
  /** Why it was not sent. */
  error: string;
}

const plain: Omit<LineView, 'key' | 'text'> = {
  kind: 'event',
  name: '',
  tone: 'plain',
  badge: '',
  badgeTone: '',
  picture: '',
  state: 'posted',
  error: '',
};

interface Reader {
  language: Language;
  userId: string | null;
  absoluteUrl: (path: string) => string;
}

/** @returns null for what the chat does not show */
export function lineViewOf(line: ChatLine, reader: Reader): LineView | null {
  if (line.kind === 'message') return messageView(line.key, line.message, reader);
  const { event, key } = line;
  const t = chatTexts[reader.language];
  if (event.type === 'giftSent') {
    const { giver, gift, count } = event.data.gift;
    const text = filled(t.gave, { gift: gift.name[reader.language] }) + (count > 1 ? ` ×${count}` : '');
    return {
      ...{ ...plain, key, kind: 'gift', name: giver.name, text },
      tone: giver.id === reader.userId ? 'own' : 'plain',
      picture: reader.absoluteUrl(gift.iconUrl),
    };
  }
  const text = eventText(event, t);
  return text === null ? null : { ...plain, key, text };
}

export function pendingView(
  { clientId, content, error }: PendingMessage,
  name: string,
  sentence: string,
): LineView {
  const state = error ? 'failed' : 'sending';
  return {
    ...{ ...plain, key: clientId, kind: 'message', name, tone: 'own', text: content },
    ...{ state, error: sentence },
  };
}

function messageView(key: string, message: ChatMessage, { language, userId }: Reader): LineView {
  const { user, role, giverRank, content } = message;
  const t = chatTexts[language];
  const isHost = role === 'anchor' || role === 'moderator' || role === 'operator';
  const view = { ...plain, key, kind: 'message' as const, name: user.name, text: content };
  const tone = user.id === userId ? 'own' : isHost ? 'host' : 'plain';
  if (role === 'anchor') return { ...view, tone, badge: t.anchor, badgeTone: 'anchor' };
  if (isHost)
    return { ...view, tone, badge: role === 'operator' ? t.operator : t.moderator, badgeTone: 'moderator' };
  if (giverRank !== null)
    return { ...view, tone, badge: filled(t.giver, { rank: giverRank }), badgeTone: 'giver' };
  if (role === 'coHost') return { ...view, tone, badge: t.coHost, badgeTone: 'coHost' };
  return { ...view, tone };
}

function eventText(event: RoomEvent, t: ChatTexts): string | null {
  switch (event.type) {
    case 'showStarted':
      return t.showStarted;
    case 'showEnded':
      return t.showEnded;
    case 'noticePinned':
      return event.data.notice && filled(t.noticePinned, { name: event.data.notice.by.name });
    case 'chatSettingsChanged':
      return settingsText(event.data, t);
    default:
      return null;
  }
}

function settingsText(
  { settings, changed, by }: Extract<RoomEvent, { type: 'chatSettingsChanged' }>['data'],
  t: ChatTexts,
): string {
  switch (changed) {
    case 'isOpen':
      return filled(settings.isOpen ? t.chatOpened : t.chatClosed, { name: by.name });
    case 'followersOnly':
      return settings.followersOnly ? t.followersOnly : t.followersOnlyOff;
    case 'slowModeMs':
      return settings.slowModeMs > 0
        ? filled(t.slowMode, { seconds: Math.round(settings.slowModeMs / 1000) })
        : t.slowModeOff;
  }
}
