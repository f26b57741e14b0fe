import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import { MemoryChatArchive } from '../interaction/chat/MemoryChatArchive.ts';
import { MessageIds } from '../interaction/chat/MessageIds.ts';
import { type FollowBook, permissivePorts } from '../interaction/chat/ports.ts';
import { RoomChat } from '../interaction/chat/RoomChat.ts';
import { PerRoom } from '../interaction/PerRoom.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';

interface Parts {
  rooms: RoomRegistry;
  /** For rooms where only followers may speak. */
  follows: FollowBook;
  clock: Clock;
  log: Logger;
}

/** A chat in every room. */
export function wireChat({ rooms, follows, clock, log }: Parts) {
  const deps = {
    ports: { ...permissivePorts, follows, archive: new MemoryChatArchive() },
    ids: new MessageIds(),
    clock,
    log: log.child({ part: 'chat' }),
  };
  return { chats: new PerRoom(rooms, (room) => new RoomChat(room, deps)) };
}
