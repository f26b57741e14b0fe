import type { ReplyMap } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import { OncePerInterval } from '../../core/OncePerInterval.ts';
import type { Room } from '../../rooms/Room.ts';
import type { Session } from '../../rooms/Session.ts';
import { UserRates } from '../../rooms/UserRates.ts';

/** Two thumbs make about fifteen taps a second; what comes faster is a program and does not count. */
const tapRate = { perSecond: 15, burst: 30 };
const tellEveryMs = 1000;

export interface RoomLikesOptions {
  clock: Clock;
  /** What was counted before this process began. */
  before?: number;
  /** Keeps the total beyond this process; once a second at most. */
  save?: (total: number) => void;
}

/** Counts one Room's likes, no more from anybody than a person can tap, and tells the room at most once a second. */
export class RoomLikes {
  readonly #room: Room;
  readonly #rates: UserRates;
  readonly #save: (total: number) => void;
  #total: number;
  #untold = 0;
  readonly #telling: OncePerInterval;

  constructor(room: Room, { clock, before = 0, save = () => undefined }: RoomLikesOptions) {
    this.#room = room;
    this.#save = save;
    this.#total = before;
    this.#telling = new OncePerInterval(clock, tellEveryMs, () => this.#tell());
    this.#rates = new UserRates(clock, tapRate);
    room.addToSnapshot('likes', () => ({ total: this.#total }));
    room.onClosed(() => this.#telling.close());
  }

  get total(): number {
    return this.#total;
  }

  /** @throws AppError `room_not_live` */
  add(session: Session, count: number): ReplyMap['like'] {
    if (!this.#room.isLive) throw new AppError('room_not_live');
    const counted = this.#rates.takeUpTo(session.user.id, count);
    this.#total += counted;
    this.#untold += counted;
    if (counted > 0) this.#telling.ask();
    return { counted, total: this.#total };
  }

  #tell(): void {
    this.#room.log.append('likesAdded', { count: this.#untold, total: this.#total });
    this.#untold = 0;
    this.#save(this.#total);
  }
}
