import type { Clock } from '../core/Clock.ts';
import { MemoryModerationStore } from '../interaction/moderation/MemoryModerationStore.ts';
import { Moderation } from '../interaction/moderation/Moderation.ts';
import { ModerationStanding } from '../interaction/moderation/ModerationStanding.ts';
import { ModeratorBook } from '../interaction/moderation/ModeratorBook.ts';
import { People } from '../interaction/moderation/People.ts';
import { SanctionBook } from '../interaction/moderation/SanctionBook.ts';
import { SeenPeople } from '../interaction/moderation/SeenPeople.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';

export interface ModerationParts {
  standing: ModerationStanding;
  moderation: Moderation;
}

/** Constructs and connects everything that keeps order. `rooms` may not be there yet: it is asked for when it is needed. */
export function createModeration(options: {
  rooms: () => RoomRegistry;
  addressHoldMs: number;
  clock: Clock;
}): ModerationParts {
  const { rooms, clock, addressHoldMs } = options;
  const store = new MemoryModerationStore();
  const seen = new SeenPeople();
  const moderators = new ModeratorBook();
  const sanctions = new SanctionBook({ clock, showIdOf: (roomId) => rooms().find(roomId)?.showId ?? null });
  const standing = new ModerationStanding({
    sanctions,
    moderators,
    seen,
    anchorIdOf: (roomId) => rooms().find(roomId)?.anchor.id ?? null,
  });
  const people = new People({
    seen,
    lookup: { find: async () => [] },
    isModerator: (roomId, userId) => moderators.has(roomId, userId),
  });
  const moderation = new Moderation({
    sanctions,
    moderators,
    people,
    sanctionStore: store.sanctionStore,
    moderatorStore: store.moderatorStore,
    audit: store.audit,
    rooms: () => rooms().all,
    addressHoldMs,
    clock,
  });
  return { standing, moderation };
}
