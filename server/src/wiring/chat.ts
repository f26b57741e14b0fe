import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import { MemoryChatArchive } from '../interaction/chat/MemoryChatArchive.ts';
import { MessageIds } from '../interaction/chat/MessageIds.ts';
import {
  type ContentReview,
  type FollowBook,
  permissivePorts,
  type SpeechRules,
} from '../interaction/chat/ports.ts';
import { RoomChat } from '../interaction/chat/RoomChat.ts';
import type { ChatAccess } from '../interaction/moderation/ports.ts';
import { PerRoom } from '../interaction/PerRoom.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';

interface Parts {
  rooms: RoomRegistry;
  /** For rooms where only followers may speak. */
  follows: FollowBook;
  /** Whether a message may be shown. */
  review: ContentReview;
  clock: Clock;
  log: Logger;
}

/** Who is muted stands with the room itself. */
const speech: SpeechRules = { assertMaySpeak: (room, session) => room.assertMaySpeak(session) };

/** A chat in every room. */
export function wireChat({ rooms, follows, review, clock, log }: Parts) {
  const deps = {
    ports: { ...permissivePorts, speech, follows, review, archive: new MemoryChatArchive() },
    ids: new MessageIds(),
    clock,
    log: log.child({ part: 'chat' }),
  };
  return { chats: new PerRoom(rooms, (room) => new RoomChat(room, deps)) };
}

/** What moderation does with messages. */
export function chatAccess(chats: PerRoom<RoomChat>): ChatAccess {
  return {
    find: (room, messageId) => chats.of(room).find(messageId),
    postHeld: (room, user, content) => chats.of(room).postHeld(user, content),
    eraseUser: (room, userId, by) => chats.of(room).eraseUser(userId, { id: by.id, name: by.name }),
  };
}
