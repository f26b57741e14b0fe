import type { LiveRoom } from '@lianmai/miniprogram';
import { appContext } from '../../app/AppContext';
import { absoluteUrl } from '../../app/absoluteUrl';
import { sentenceOf } from '../../i18n/sentenceOf';
import { RoomChatPart, type RoomChatView } from '../room/chat/RoomChatPart';

/** The chat of one's own room, as its viewers have it. */
export function chatOf(room: LiveRoom, draw: (chat: RoomChatView) => void): RoomChatPart {
  const { client, language } = appContext();
  return new RoomChatPart({
    ...{ room, language, absoluteUrl, draw },
    me: () => client.user,
    sentenceOf: (error) => sentenceOf(error, language),
  });
}
