import { limits, type RoomAccess } from '@lianmai/shared';
import { AppError } from '../core/AppError.ts';
import { isSameSecret } from '../core/isSameSecret.ts';
import { randomId } from './ids.ts';
import type { Identity, Permissions } from './permissions.ts';

export interface RoomDoorOptions {
  access: RoomAccess;
  /** The code that is good now; `null`: none was made yet. */
  invitation: string | null;
  /** User ids. */
  invited: readonly string[];
}

/** Knows whether a Room is for everybody, and who may come in when it is not. */
export class RoomDoor {
  access: RoomAccess;
  #invitation: string;
  readonly #invited: Set<string>;

  constructor({ access, invitation, invited }: RoomDoorOptions) {
    this.access = access;
    this.#invitation = invitation ?? randomId();
    this.#invited = new Set(invited);
  }

  get isPrivate(): boolean {
    return this.access === 'private';
  }

  get invitation(): string {
    return this.#invitation;
  }

  /** The one before lets nobody in any more; who came in by it stays invited. */
  renewInvitation(): void {
    this.#invitation = randomId();
  }

  /** Nobody is invited any more, by whatever code they came. */
  uninviteAll(): void {
    this.#invited.clear();
  }

  /** Without the code. Returns false for who is invited already. */
  invite(userId: string): boolean {
    const isNew = !this.#invited.has(userId);
    this.#invited.add(userId);
    return isNew;
  }

  /** Returns false for who is invited already. @throws AppError `invitation_invalid`, `limit_reached` */
  accept(userId: string, code: string): boolean {
    if (!isSameSecret(code, this.#invitation)) throw new AppError('invitation_invalid');
    if (!this.#invited.has(userId) && this.#invited.size >= limits.invitedPeople)
      throw new AppError('limit_reached');
    return this.invite(userId);
  }

  /** @throws AppError `room_private` */
  assertAdmits(identity: Identity, permissions: Permissions): void {
    if (!this.admits(identity, permissions)) throw new AppError('room_private');
  }

  admits({ userId, grants }: Identity, { role, moderate }: Permissions): boolean {
    // A token for this room alone is an invitation by whoever made it.
    const isNamed = grants.room !== '*' || this.#invited.has(userId);
    return !this.isPrivate || role !== 'viewer' || moderate || isNamed;
  }
}
