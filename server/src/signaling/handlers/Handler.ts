import type { ReplyMap, RequestFields, RequestType } from '@lianmai/shared';
import type { RoomAudience } from '../../interaction/audience/RoomAudience.ts';
import type { RoomChat } from '../../interaction/chat/RoomChat.ts';
import type { GiftDesk } from '../../interaction/gifts/GiftDesk.ts';
import type { RoomLikes } from '../../interaction/likes/RoomLikes.ts';
import type { Moderation } from '../../interaction/moderation/Moderation.ts';
import type { Reports } from '../../interaction/moderation/Reports.ts';
import type { WordLists } from '../../interaction/moderation/words/WordLists.ts';
import type { PerRoom } from '../../interaction/PerRoom.ts';
import type { PkMatches } from '../../rooms/pk/PkMatches.ts';
import type { PlaybackReports } from '../../rooms/ports/PlaybackReports.ts';
import type { Room } from '../../rooms/Room.ts';
import type { RoomRegistry } from '../../rooms/RoomRegistry.ts';
import type { Session } from '../../rooms/Session.ts';
import type { SignalingConnection } from '../SignalingConnection.ts';

export interface HandlerDeps {
  rooms: RoomRegistry;
  rtpCapabilities: ReplyMap['join']['rtpCapabilities'];
  playback: PlaybackReports;
  pk: PkMatches;
  likes: PerRoom<RoomLikes>;
  audiences: PerRoom<RoomAudience>;
  moderation: Moderation;
  reports: Reports;
  lists: WordLists;
  chats: PerRoom<RoomChat>;
  gifts: Pick<GiftDesk, 'give'>;
  rtmp: RtmpAddresses;
}

export interface RtmpAddresses {
  /** @throws AppError `forbidden`, `not_on_stage`, `not_supported` (RTMP is switched off) */
  addressFor(room: Room, session: Session, host: string | undefined): ReplyMap['rtmpAddress'];
}

/** One request as its handler receives it: parsed, and with the caller's own Room and Session. */
export interface Call<T extends RequestType> {
  fields: RequestFields<T>;
  room: Room;
  session: Session;
  /** By which the client has reached this server, with its port, as it says. */
  host: string | undefined;
  deps: HandlerDeps;
}

/** The one request that is made without a Session. */
export interface JoinCall {
  fields: RequestFields<'join'>;
  connection: SignalingConnection;
  deps: HandlerDeps;
}

export type Handler<T extends RequestType> = (call: Call<T>) => Promise<ReplyMap[T]> | ReplyMap[T];
export type Handlers<T extends RequestType> = { [K in T]: Handler<K> };
