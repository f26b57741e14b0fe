import type { ChatMention, ChatMessage, RoomEvent, RoomEventType } from '@lianmai/shared';
import type { LiveError } from '../LiveError.ts';

/** Entries of the Room log that stand among the messages as a line of their own. */
export const lineEventTypes = [
  'showStarted',
  'showEnded',
  'chatSettingsChanged',
  'noticePinned',
  'giftSent',
] as const satisfies readonly RoomEventType[];

export type LineEvent = Extract<RoomEvent, { type: (typeof lineEventTypes)[number] }>;

/** What stands in the list of the chat. `key` stays the same from the moment one presses send. */
export type ChatLine =
  | { kind: 'message'; key: string; message: ChatMessage }
  | { kind: 'event'; key: string; event: LineEvent };

/** A message of ours that the room has not seen yet. */
export interface PendingMessage {
  clientId: string;
  content: string;
  mentions: readonly ChatMention[];
  /** Null while it is on its way. */
  error: LiveError | null;
  /** When trying again makes sense, ms since the epoch on our clock; null: at any time. */
  retryAtMs: number | null;
}

export function isLineEvent(event: RoomEvent): event is LineEvent {
  // Of a combo the first gift: the others count up over the picture.
  if (event.type === 'giftSent') return event.data.gift.comboCount === event.data.gift.count;
  return (lineEventTypes as readonly string[]).includes(event.type);
}

export function messageLine(message: ChatMessage): ChatLine {
  return { kind: 'message', key: message.clientId ?? message.id, message };
}
