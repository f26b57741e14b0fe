import type { Grants, Role, UserRef } from '@lianmai/shared';

/** Who acts: taken from a verified access token, never from a payload. */
export interface Identity {
  userId: string;
  name: string;
  avatarUrl: string | null;
  grants: Grants;
  /** When the access token ends, ms since the epoch. */
  expiresAtMs: number;
  /** Of a guest: a keyed hash of the address they signed in from, so that a sanction outlives a thrown-away id. */
  addressKey?: string | null | undefined;
  /** Of an account: which of its sign-ins. */
  signInId?: string | null | undefined;
}

/** As others are told of them. */
export function userOf({ userId: id, name, avatarUrl }: Identity): UserRef {
  return { id, name, avatarUrl };
}

export interface Permissions {
  role: Role;
  /** On the anchor's seat. */
  publish: boolean;
  /** May come on stage as a guest. */
  takeSeat: boolean;
  subscribe: boolean;
  chat: boolean;
  moderate: boolean;
}

/** Who somebody is in a Room depends on whose it is, and on whom its anchor has named. */
export interface RoomPeople {
  id: string;
  anchorId: string;
  isModerator?: (userId: string) => boolean;
}

/** True when the token speaks for this room at all. */
export function reachesRoom(grants: Grants, roomId: string): boolean {
  return grants.room === '*' || grants.room === roomId;
}

/** True for operators of the whole platform; those of one room are operators there only. */
export function isPlatformOperator(grants: Grants): boolean {
  return grants.role === 'operator' && grants.room === '*';
}

/**
 * What somebody may do in one Room: the token's grants, narrowed by what they are there. A viewer's token may carry
 * `publish`, but only a seat makes it usable. Hosts run the stage, so they are no guests on it.
 * @returns `null` when the token does not reach this room.
 */
export function permissionsIn(room: RoomPeople, identity: Identity): Permissions | null {
  const { grants } = identity;
  if (!reachesRoom(grants, room.id)) return null;
  const role = roleIn(room, identity);
  // Somebody's own room stays theirs when they are an operator besides.
  const isAnchor = role === 'anchor' || identity.userId === room.anchorId;
  const isNamed = room.isModerator?.(identity.userId) ?? false;
  const moderate = grants.moderate || isNamed || role === 'anchor' || role === 'operator';
  return {
    role,
    publish: grants.publish && isAnchor,
    takeSeat: grants.publish && !isAnchor && !moderate,
    subscribe: grants.subscribe,
    chat: grants.chat,
    moderate,
  };
}

function roleIn(room: RoomPeople, { userId, grants }: Identity): Role {
  if (grants.role === 'operator') return 'operator';
  if (userId === room.anchorId) return 'anchor';
  // A token for every room must not make its holder the anchor of every room.
  if (grants.role === 'anchor' && grants.room !== '*') return 'anchor';
  return grants.role === 'moderator' || room.isModerator?.(userId) ? 'moderator' : 'viewer';
}
