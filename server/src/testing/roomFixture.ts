import { guestGrants } from '../auth/guests.ts';
import { FakeClock } from '../core/FakeClock.ts';
import { silentLogger } from '../core/logger.ts';
import type { Contributions } from '../interaction/audience/ports.ts';
import { FakeModerationStore } from '../interaction/moderation/FakeModerationStore.ts';
import { WordLists } from '../interaction/moderation/words/WordLists.ts';
import type { Identity } from '../rooms/permissions.ts';
import { PkMatches } from '../rooms/pk/PkMatches.ts';
import { FakeMediaEngine } from '../rooms/ports/FakeMediaEngine.ts';
import { FakeRoomRecords } from '../rooms/ports/FakeRoomRecords.ts';
import type { MediaEngine } from '../rooms/ports/MediaEngine.ts';
import { MemoryRoomLog } from '../rooms/RoomLog.ts';
import { RoomRegistry } from '../rooms/RoomRegistry.ts';
import { wireAudience } from '../wiring/audience.ts';
import { createModeration } from '../wiring/moderation.ts';
import { FakeClientLink } from './FakeClientLink.ts';

export const timings = { sessionGraceMs: 25_000, anchorGraceMs: 30_000 };

export function identity(userId: string, grants: Partial<Identity['grants']> = {}): Identity {
  return {
    userId,
    name: `name of ${userId}`,
    avatarUrl: null,
    grants: { ...guestGrants, ...grants },
    expiresAtMs: 2_000_000_000_000,
  };
}

/** A registry on fakes, with one room `r1` of anchor `anna`. */
export function roomFixture({
  wrapMedia,
  contributionOf = () => 0,
}: { wrapMedia?: (media: MediaEngine) => MediaEngine } & Partial<Contributions> = {}) {
  const clock = new FakeClock();
  const media = new FakeMediaEngine();
  const records = new FakeRoomRecords();
  const pk = new PkMatches({
    roomOf: (roomId) => rooms.find(roomId),
    scoreSources: [],
    clock,
    log: silentLogger(),
  });
  const order = createModeration({
    rooms: () => rooms,
    chat: () => ({ find: () => undefined, postHeld: () => undefined, eraseUser: () => undefined }),
    users: { find: async () => [] },
    stores: new FakeModerationStore(),
    lists: new WordLists(),
    files: { write: async () => undefined, remove: async () => undefined, problems: new Map() },
    reviewers: [],
    addressHoldMs: 3_600_000,
    clock,
  });
  const rooms: RoomRegistry = new RoomRegistry(
    {
      media: wrapMedia ? wrapMedia(media) : media,
      pk,
      standing: order.standing,
      records,
      clock,
      log: silentLogger(),
      timings,
      createLog: () =>
        new MemoryRoomLog(clock, (error) => {
          throw error;
        }),
    },
    { maxRoomsPerUser: 2, maxRooms: 10, idleRoomMs: () => 3_600_000, yieldingRoomMs: 600_000 },
  );
  const audience = wireAudience({ rooms, contributions: { contributionOf }, clock });
  const anchor = { id: 'anna', name: 'Anna', avatarUrl: null };
  const room = rooms.create({ id: 'r1', title: 'Morning', coverUrl: null, anchor });
  const join = (userId: string, as: 'publisher' | 'viewer' = 'viewer') => {
    const link = new FakeClientLink();
    return { link, session: room.join(identity(userId), as, link) };
  };
  return { audience, clock, media, records, pk, order, rooms, room, anchor, join };
}

/** Parameters good enough for the fake media plane. */
export const opusParameters = {
  codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48000, channels: 2 }],
  encodings: [{ ssrc: 1111 }],
};
export const h264Parameters = {
  codecs: [{ mimeType: 'video/H264', payloadType: 101, clockRate: 90000 }],
  encodings: [{ ssrc: 2222 }],
};
