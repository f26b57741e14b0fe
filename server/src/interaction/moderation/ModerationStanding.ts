import type { SanctionDetails } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Identity } from '../../rooms/permissions.ts';
import type { Standing } from '../../rooms/ports/Standing.ts';
import type { ModeratorBook } from './ModeratorBook.ts';
import type { SanctionRecord } from './ports.ts';
import type { Person, SanctionBook } from './SanctionBook.ts';
import type { SeenPeople } from './SeenPeople.ts';

export interface ModerationStandingDeps {
  sanctions: SanctionBook;
  moderators: ModeratorBook;
  seen: SeenPeople;
  /** `null` for a room that is not known here. */
  anchorIdOf: (roomId: string) => string | null;
}

/** Answers from memory who may come into a room, who is silenced there, and who is its moderator. */
export class ModerationStanding implements Standing {
  readonly #deps: ModerationStandingDeps;

  constructor(deps: ModerationStandingDeps) {
    this.#deps = deps;
  }

  assertMayEnter(roomId: string, identity: Identity): void {
    const { sanctions } = this.#deps;
    const person = this.#personIn(roomId, identity);
    const ban = sanctions.find('ban', roomId, person);
    if (ban) throw AppError.withDetails('banned', detailsOf(ban));
    const kick = sanctions.find('kick', roomId, person);
    if (kick) throw AppError.withDetails('kicked', detailsOf(kick));
  }

  noteSeen(identity: Identity): void {
    this.#deps.seen.note(identity);
  }

  /** For whatever is not about one room: REST, the handshake. @throws AppError `banned` */
  assertMayAct(person: Person): void {
    const ban = this.#deps.sanctions.findOnPlatform('ban', person);
    if (ban) throw AppError.withDetails('banned', detailsOf(ban));
  }

  /** For a guest who has no id yet. @throws AppError `banned` */
  assertAddressMayAct(addressKey: string | null): void {
    this.assertMayAct({ userId: '', addressKey });
  }

  muteOf(roomId: string, identity: Identity): SanctionDetails | null {
    const mute = this.#deps.sanctions.find('mute', roomId, this.#personIn(roomId, identity));
    return mute && detailsOf(mute);
  }

  isModerator(roomId: string, userId: string): boolean {
    return this.#deps.moderators.has(roomId, userId);
  }

  // Guests behind one address are not one person: those whom the room itself trusts are not held for another's deeds.
  #personIn(roomId: string, { userId, addressKey }: Identity): Person {
    const isTrusted = this.#deps.anchorIdOf(roomId) === userId || this.isModerator(roomId, userId);
    return { userId, addressKey: isTrusted ? null : addressKey };
  }
}

/** What the person concerned is told. */
export function detailsOf({ roomId, untilMs, endsWithShow, reason }: SanctionRecord): SanctionDetails {
  return { scope: roomId === null ? 'platform' : 'room', untilMs, endsWithShow, reason };
}
