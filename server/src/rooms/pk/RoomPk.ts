import type { PkInvitation, PkView } from '@lianmai/shared';
import type { HeardProducer } from '../ports/MediaEngine.ts';

/** What a Room needs to know of PKs, and what it tells them. Every method is cheap, and right for a room without any PK. */
export interface RoomPk {
  /** The PK that the room is in. */
  view(roomId: string): PkView | null;
  /** To and from the room, waiting for an answer. */
  invitationsOf(roomId: string): PkInvitation[];
  /** The room's show is over, and with it its PK and its invitations. */
  showEnded(roomId: string): void;
  /** The room is not for everybody any more: its rival's audience must not see it either. */
  turnedPrivate(roomId: string): void;
  /** Something about the tracks on air in the room may be other than before: the rival shows them too. */
  tracksChanged(roomId: string): void;
  /** Who is heard in the room: the rival's audience hears its anchor too. */
  audioLevels(roomId: string, heard: readonly HeardProducer[]): void;
}
