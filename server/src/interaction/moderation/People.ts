import type { UserRef } from '@lianmai/shared';
import type { Identity } from '../../rooms/permissions.ts';
import type { Room } from '../../rooms/Room.ts';
import { userOf } from './Actor.ts';
import type { UserLookup } from './ports.ts';
import { anchorRank, operatorRank, rankOf } from './ranks.ts';
import type { SeenPeople } from './SeenPeople.ts';

export interface PeopleDeps {
  seen: SeenPeople;
  lookup: UserLookup;
  isModerator: (roomId: string, userId: string) => boolean;
}

/** Knows who somebody is and how high they stand, whether they are here or not. */
export class People {
  readonly #deps: PeopleDeps;

  constructor(deps: PeopleDeps) {
    this.#deps = deps;
  }

  identityOf(userId: string): Identity | null {
    return this.#deps.seen.get(userId);
  }

  /** Their name; somebody nobody has heard of is called by their id. */
  async find(userId: string): Promise<UserRef> {
    const identity = this.identityOf(userId);
    if (identity) return userOf(identity);
    const [known] = await this.#deps.lookup.find([userId]);
    return known ?? { id: userId, name: userId, avatarUrl: null };
  }

  /** @param room `null`: on the platform, where operators alone stand above others */
  rankOf(identity: Identity, room: Room | null): number {
    if (identity.grants.role === 'operator') return operatorRank;
    const permissions = room?.permissionsOf(identity);
    return permissions?.moderate ? Math.max(1, rankOf(permissions.role)) : 0;
  }

  /** As far as it is known of somebody who may not be here. */
  rankOfUser(userId: string, room: Room | null): number {
    const identity = this.identityOf(userId);
    if (identity) return this.rankOf(identity, room);
    if (room?.anchor.id === userId) return anchorRank;
    return room && this.#deps.isModerator(room.id, userId) ? 1 : 0;
  }
}
