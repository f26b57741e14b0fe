import type { Router } from 'express';
import type { AccessTokens } from '../auth/AccessTokens.ts';
import type { Clock } from '../core/Clock.ts';
import { auditRoutes } from '../http/api/auditRoutes.ts';
import { platformSanctionRoutes, roomSanctionRoutes } from '../http/api/sanctionRoutes.ts';
import { Moderation } from '../interaction/moderation/Moderation.ts';
import { ModerationStanding } from '../interaction/moderation/ModerationStanding.ts';
import { ModeratorBook } from '../interaction/moderation/ModeratorBook.ts';
import { People } from '../interaction/moderation/People.ts';
import type { ModerationStores } from '../interaction/moderation/ports.ts';
import { SanctionBook } from '../interaction/moderation/SanctionBook.ts';
import { SeenPeople } from '../interaction/moderation/SeenPeople.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import { SqlAuditLog } from '../store/moderation/SqlAuditLog.ts';
import { SqlModeratorStore } from '../store/moderation/SqlModeratorStore.ts';
import { SqlSanctionStore } from '../store/moderation/SqlSanctionStore.ts';
import type { Store } from '../store/Store.ts';

export interface ModerationParts {
  stores: ModerationStores;
  standing: ModerationStanding;
  moderation: Moderation;
}

/** Records of moderation in the database. */
export function sqlModerationStores(store: Store): ModerationStores {
  return {
    sanctions: new SqlSanctionStore(store),
    moderators: new SqlModeratorStore(store),
    audit: new SqlAuditLog(store),
  };
}

/** Constructs and connects everything that keeps order. `rooms` may not be there yet: it is asked for when it is needed. */
export function createModeration(options: {
  rooms: () => RoomRegistry;
  stores: ModerationStores;
  addressHoldMs: number;
  clock: Clock;
}): ModerationParts {
  const { rooms, stores, clock, addressHoldMs } = options;
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
    stores,
    rooms: () => rooms().all,
    addressHoldMs,
    clock,
  });
  return { stores, standing, moderation };
}

/** What of it is reached by REST. */
export function moderationRoutes(
  deps: ModerationParts & { rooms: RoomRegistry; tokens: AccessTokens },
): { path: string; router: Router }[] {
  return [
    { path: '/api/rooms', router: roomSanctionRoutes(deps) },
    { path: '/api/moderation', router: platformSanctionRoutes(deps) },
    { path: '/api/moderation', router: auditRoutes({ tokens: deps.tokens, audit: deps.stores.audit }) },
  ];
}
