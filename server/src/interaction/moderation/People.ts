import type { UserRef } from '@lianmai/shared';
import { type Identity, isPlatformOperator, userOf } from '../../rooms/permissions.ts';
import type { Room } from '../../rooms/Room.ts';
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

  /** @param room `null`: on the platform, where its operators alone stand above others */
  rankOf(identity: Identity, room: Room | null): number {
    if (isPlatformOperator(identity.grants)) return operatorRank;
    const permissions = room?.permissionsOf(identity);
    return permissions?.moderate ? Math.max(1, rankOf(permissions.role)) : 0;
  }

  /**
   * As far as it is known of somebody who may not be here. Their last token may have been for another room: what they are in this one
   * they are all the same.
   */
  rankOfUser(userId: string, room: Room | null): number {
    const identity = this.identityOf(userId);
    return Math.max(identity ? this.rankOf(identity, room) : 0, room ? this.#rankByName(userId, room) : 0);
  }

  #rankByName(userId: string, room: Room): number {
    if (room.anchor.id === userId) return anchorRank;
    return this.#deps.isModerator(room.id, userId) ? rankOf('moderator') : 0;
  }
}
