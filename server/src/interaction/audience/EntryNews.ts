import type { Clock } from '../../core/Clock.ts';
import { OncePerInterval } from '../../core/OncePerInterval.ts';
import type { Listed } from './Listed.ts';

const tellEveryMs = 1000;
/** So many of one second are told by name, moderators and givers before others. */
const namedAtOnce = 5;
/** Of whom nobody is owed it, in a room of this size and above. */
const bigRoom = 200;
const namedInBigRoom = 2;
/** Who leaves and comes again is not announced again for so long. */
const quietMs = 5 * 60_000;

export interface EntryNewsDeps {
  clock: Clock;
  viewerCount: () => number;
  tell: (entered: { viewers: Listed[]; omitted: number }) => void;
}

/** Announces who comes in: everybody in a small room, in a big one a few of them and whoever has earned it. */
export class EntryNews {
  readonly #deps: EntryNewsDeps;
  readonly #telling: OncePerInterval;
  #notable: Listed[] = [];
  #others: Listed[] = [];
  #omitted = 0;
  readonly #announced = new Map<string, number>();

  constructor(deps: EntryNewsDeps) {
    this.#deps = deps;
    this.#telling = new OncePerInterval(deps.clock, tellEveryMs, () => this.#tell());
  }

  entered(listed: Listed): void {
    const announcedMs = this.#announced.get(listed.session.user.id) ?? Number.NEGATIVE_INFINITY;
    if (this.#deps.clock.nowMs() - announcedMs < quietMs) return;
    const isNotable = listed.contribution > 0 || listed.session.permissions.moderate;
    const named = isNotable ? this.#notable : this.#others;
    // Those who will not be named need not be kept.
    if (named.length < namedAtOnce) named.push(listed);
    else this.#omitted += 1;
    this.#telling.ask();
  }

  close(): void {
    this.#telling.close();
  }

  #tell(): void {
    const isBig = this.#deps.viewerCount() >= bigRoom;
    const others = this.#others.filter(({ isHere }) => isHere);
    const places = Math.max(0, namedAtOnce - this.#notable.length);
    const viewers = [...this.#notable, ...others.slice(0, isBig ? Math.min(places, namedInBigRoom) : places)];
    const omitted = this.#omitted + this.#notable.length + others.length - viewers.length;
    [this.#notable, this.#others, this.#omitted] = [[], [], 0];
    if (viewers.length + omitted === 0) return;
    this.#remember(viewers);
    this.#deps.tell({ viewers, omitted });
  }

  #remember(viewers: readonly Listed[]): void {
    const nowMs = this.#deps.clock.nowMs();
    for (const [userId, atMs] of this.#announced) {
      // In the order of their time: the first that still counts ends it.
      if (nowMs - atMs < quietMs) break;
      this.#announced.delete(userId);
    }
    for (const { session } of viewers) {
      this.#announced.delete(session.user.id);
      this.#announced.set(session.user.id, nowMs);
    }
  }
}
