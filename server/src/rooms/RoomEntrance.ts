import type { SanctionDetails } from '@lianmai/shared';
import { AppError } from '../core/AppError.ts';
import { type Identity, type Permissions, permissionsIn, type RoomPeople } from './permissions.ts';
import type { Standing } from './ports/Standing.ts';
import type { RoomDoor } from './RoomDoor.ts';

export interface RoomEntranceOptions {
  roomId: string;
  anchorId: string;
  standing: Standing;
  door: RoomDoor;
  /** Somebody may come in from now on who could not before. */
  onInvited: (userId: string) => void;
  /** Nobody whom `onInvited` has told is invited any more. */
  onUninvited: () => void;
}

/**
 * Decides who may come into one Room, and as whom: by what their token allows, by what they have done (`Standing`), and by whether
 * the Room is for everybody (`RoomDoor`).
 */
export class RoomEntrance {
  readonly people: RoomPeople;
  readonly #options: RoomEntranceOptions;

  constructor(options: RoomEntranceOptions) {
    const { roomId, anchorId, standing } = options;
    this.#options = options;
    this.people = {
      id: roomId,
      anchorId,
      isModerator: (userId) => standing.isModerator(roomId, userId),
    };
  }

  /** `null`: the token is for another Room. */
  permissionsOf(identity: Identity): Permissions | null {
    return permissionsIn(this.people, identity);
  }

  muteOf(identity: Identity): SanctionDetails | null {
    return this.#options.standing.muteOf(this.people.id, identity);
  }

  /** @throws AppError `forbidden`, `kicked`, `banned`, `room_private` */
  assertMayEnter(identity: Identity): void {
    if (!this.permissionsOf(identity)) throw new AppError('forbidden');
    this.assertMayComeAs(identity);
  }

  /** As `assertMayEnter`, but for who has a token for another Room: whoever knows as what they come tells them so. */
  assertMayComeAs(identity: Identity): void {
    const { standing, door } = this.#options;
    standing.noteSeen(identity);
    standing.assertMayEnter(this.people.id, identity);
    const permissions = this.permissionsOf(identity);
    if (permissions) door.assertAdmits(identity, permissions);
  }

  /** As `assertMayEnter`, for who only looks: they need not be anybody (`null`) in a Room for everybody. */
  assertMayWatch(identity: Identity | null): void {
    const { standing, door } = this.#options;
    if (!identity) {
      if (door.isPrivate) throw new AppError('room_private');
      return;
    }
    const permissions = this.permissionsOf(identity);
    if (!permissions) throw new AppError('forbidden');
    standing.assertMayEnter(this.people.id, identity);
    door.assertAdmits(identity, permissions);
  }

  /** @throws AppError `forbidden`, `kicked`, `banned`, `invitation_invalid`, `limit_reached` */
  accept(identity: Identity, code: string): void {
    const { standing, door, onInvited } = this.#options;
    if (!this.permissionsOf(identity)) throw new AppError('forbidden');
    standing.assertMayEnter(this.people.id, identity);
    if (door.accept(identity.userId, code)) onInvited(identity.userId);
  }

  /** Without the code: whom the anchor has let in by other means. */
  invite(userId: string): void {
    if (this.#options.door.invite(userId)) this.#options.onInvited(userId);
  }

  uninviteAll(): void {
    this.#options.door.uninviteAll();
    this.#options.onUninvited();
  }

  /** Whether who is inside may stay while the Room is as it is. */
  mayStay({ identity, permissions }: { identity: Identity; permissions: Permissions }): boolean {
    return this.#options.door.admits(identity, permissions);
  }
}
