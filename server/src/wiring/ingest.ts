import type { AccessTokens } from '../auth/AccessTokens.ts';
import { StreamKeys } from '../auth/streamKeys/StreamKeys.ts';
import type { Config } from '../config/Config.ts';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import { rtmpServerUrl } from '../core/rtmpServerUrl.ts';
import type { StartFedSource } from '../ingest/ports.ts';
import { RtmpPasses } from '../ingest/rtmp/RtmpPasses.ts';
import { type PublisherPlace, RtmpServer } from '../ingest/rtmp/RtmpServer.ts';
import type { Identity } from '../rooms/permissions.ts';
import type { Room } from '../rooms/Room.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Session } from '../rooms/Session.ts';
import type { RtmpAddresses } from '../signaling/handlers/Handler.ts';

export interface IngestParts {
  rooms: RoomRegistry;
  tokens: AccessTokens;
  streamKeys: StreamKeys;
  passes: RtmpPasses;
  startSource: StartFedSource;
  clock: Clock;
  log: Logger;
}

/** Takes streams from OBS, `<live-pusher>` and the like. */
export function createRtmp({ rooms, tokens, streamKeys, passes, ...parts }: IngestParts): RtmpServer {
  const byAccessToken = async (roomId: string, token: string | undefined): Promise<PublisherPlace> => {
    const identity = await tokens.verify(token);
    const room = rooms.get(roomId);
    return guestsPlace(room, identity) ?? anchorsPlace(room, identity);
  };
  const byStreamKey = (roomId: string, key: string): PublisherPlace => {
    const room = rooms.get(roomId);
    const assertStillGood = () => {
      if (!streamKeys.isKeyOf(room, key)) throw new AppError('stream_key_wrong');
      // Not `assertMayEnter`: the anchor is not seen, and what is known of them is better than what a key tells.
      room.assertMayWatch(anchorOf(room));
    };
    assertStillGood();
    return { room, identity: null, assertStillGood };
  };
  const byPass = (roomId: string, pass: string): PublisherPlace => {
    const room = rooms.get(roomId);
    const session = passes.sessionOf(room, pass);
    room.assertNotTooFast(session);
    room.assertMayEnter(session.identity);
    room.assertMaySend(session);
    passes.begin(room, pass, session);
    const onEndedByRoom = () => passes.spend(session);
    const { identity } = session;
    const place = session.as === 'publisher' ? anchorsPlace(room, identity) : placeOfGuest(room, session);
    return { ...place, onEndedByRoom };
  };
  const placeOf = async (roomId: string, token: string | undefined): Promise<PublisherPlace> => {
    if (token !== undefined && StreamKeys.looksLikeOne(token)) return byStreamKey(roomId, token);
    if (token !== undefined && RtmpPasses.looksLikeOne(token)) return byPass(roomId, token);
    return await byAccessToken(roomId, token);
  };
  const server = new RtmpServer({
    ...parts,
    placeOf: async (roomId, token) => {
      const place = await placeOf(roomId, token);
      // A show that runs goes on until it is over.
      if (!place.room.isLive) rooms.assertNotDraining();
      return place;
    },
  });
  streamKeys.onRenewed((roomId) => server.recheck(roomId));
  rooms.onRoomOpened((room) => room.onAccessChanged(() => server.recheck(room.id)));
  return server;
}

/** Tells Sessions where to publish. @param port the one in use; `null` while none is */
export function rtmpAddresses(
  passes: RtmpPasses,
  { publicUrl, rtmpUrl }: Pick<Config, 'publicUrl' | 'rtmpUrl'>,
  port: () => number | null,
): RtmpAddresses {
  return {
    addressFor: (room, session, host) => {
      room.assertMaySend(session);
      const baseUrl = publicUrl ?? `http://${host ?? 'localhost'}`;
      const server = rtmpServerUrl({ told: rtmpUrl, baseUrl, port: port() });
      const { token, expiresAtMs } = passes.issue(room, session);
      return {
        rtmpUrl: `${server}/${room.id}?token=${token}`,
        expiresAt: new Date(expiresAtMs).toISOString(),
      };
    },
  };
}

/** Of who is on a seat; `null`: they are not. @throws AppError `forbidden`, `kicked`, `banned`, `too_many_requests` */
function guestsPlace(room: Room, identity: Identity): PublisherPlace | null {
  const seat = room.stage.guests.find(({ occupant }) => occupant.user.id === identity.userId);
  const session = room.session(seat?.occupant.sessionId ?? '');
  if (!session) return null;
  if (!room.permissionsOf(identity)?.takeSeat) throw new AppError('forbidden');
  room.assertNotTooFast(session);
  room.assertMayEnter(identity);
  return { ...placeOfGuest(room, session), identity };
}

function placeOfGuest(room: Room, guest: Session): PublisherPlace {
  return { room, identity: guest.identity, guest, assertStillGood: () => undefined };
}

/** @throws AppError `forbidden`, `kicked`, `banned` */
function anchorsPlace(room: Room, identity: Identity): PublisherPlace {
  if (!room.permissionsOf(identity)?.publish) throw new AppError('forbidden');
  room.assertMayEnter(identity);
  return { room, identity, assertStillGood: () => room.assertMayWatch(identity) };
}

/** Who holds a stream key acts for the room's anchor, there and for publishing only. */
function anchorOf({ id, anchor }: Room): Identity {
  const { id: userId, name, avatarUrl } = anchor;
  const nothingElse = { createRoom: false, subscribe: false, chat: false, moderate: false };
  const grants = { room: id, role: 'anchor', publish: true, ...nothingElse } as const;
  return { userId, name, avatarUrl, grants, expiresAtMs: Number.POSITIVE_INFINITY };
}
