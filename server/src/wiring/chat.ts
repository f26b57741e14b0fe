import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Metrics } from '../http/metrics.ts';
import { MessageIds } from '../interaction/chat/MessageIds.ts';
import type { ContentReview, FollowBook, GiverRanks } from '../interaction/chat/ports.ts';
import { RoomChat } from '../interaction/chat/RoomChat.ts';
import type { ChatAccess } from '../interaction/moderation/ports.ts';
import { PerRoom } from '../interaction/PerRoom.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import { SqlChatArchive } from '../store/chat/SqlChatArchive.ts';
import type { Store } from '../store/Store.ts';
import { sayUnavailable } from '../store/sayUnavailable.ts';

interface Parts {
  rooms: RoomRegistry;
  /** For rooms where only followers may speak. */
  follows: FollowBook;
  store: Store;
  metrics: Metrics;
  /** Whether a message may be shown. */
  review: ContentReview;
  ranks: GiverRanks;
  clock: Clock;
  log: Logger;
}

/** A chat in every room, kept in the database. */
export function wireChat({ rooms, follows, review, ranks, store, metrics, clock, log: parentLog }: Parts) {
  const log = parentLog.child({ part: 'chat' });
  const archive = sayUnavailable(new SqlChatArchive({ db: store.db, clock, log }));
  metrics.addGauge({
    name: 'lianmai_chat_archive_waiting',
    help: 'Chat messages and changes that the database does not have yet.',
    read: () => archive.stats.waiting,
  });
  metrics.addCounter({
    name: 'lianmai_chat_archive_dropped_total',
    help: 'Chat messages and changes that were given up: the database was away too long.',
    read: () => archive.stats.dropped,
  });
  const deps = {
    ports: { follows, review, ranks, archive },
    ids: new MessageIds(),
    clock,
    log,
  };
  const chats = new PerRoom(rooms, (room) => new RoomChat(room, deps));
  return { chats, archive };
}

/** What moderation does with messages. */
export function chatAccess(chats: PerRoom<RoomChat>): ChatAccess {
  return {
    find: (room, messageId) => chats.of(room).find(messageId),
    postHeld: (room, message) => chats.of(room).postHeld(message),
    eraseUser: (room, userId, by) => chats.of(room).eraseUser(userId, { id: by.id, name: by.name }),
  };
}
