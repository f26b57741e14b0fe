import type { Clock } from '../core/Clock.ts';
import { silentLogger } from '../core/logger.ts';
import { FakeChatArchive } from '../interaction/chat/FakeChatArchive.ts';
import { MessageIds } from '../interaction/chat/MessageIds.ts';
import { type ChatPorts, permissivePorts } from '../interaction/chat/ports.ts';
import { RoomChat } from '../interaction/chat/RoomChat.ts';
import { PerRoom } from '../interaction/PerRoom.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';

/** A chat in every room of the registry, on fakes where nothing else is given. */
export function chatsOf(
  { rooms, clock }: { rooms: RoomRegistry; clock: Clock },
  given: Partial<ChatPorts> = {},
): PerRoom<RoomChat> {
  const ports = { ...permissivePorts, archive: new FakeChatArchive(), ...given };
  const deps = { ports, ids: new MessageIds(), clock, log: silentLogger() };
  return new PerRoom(rooms, (room) => new RoomChat(room, deps));
}
