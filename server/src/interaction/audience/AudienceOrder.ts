import { Arrivals } from './Arrivals.ts';
import type { Listed } from './Listed.ts';

export interface OrderPage {
  listed: Listed[];
  /** Where the next page begins; `null` at the end. */
  nextCursor: string | null;
}

/** The audience in the order in which it is shown: who has given most, then hosts, then everybody else, the newest first. */
export class AudienceOrder {
  readonly #arrivals = new Arrivals<Listed>();
  /** Most coins first; with as many, who came first. */
  readonly #givers: Listed[] = [];
  readonly #hosts = new Set<Listed>();

  add(listed: Listed): void {
    this.#arrivals.add(listed);
    this.#place(listed);
  }

  delete(listed: Listed): void {
    this.#arrivals.delete(listed);
    this.#displace(listed);
  }

  /** `change` alters what the place depends on. */
  rerank(listed: Listed, change: () => void): void {
    this.#displace(listed);
    change();
    this.#place(listed);
  }

  /** The show is over: what was given in it counts no more. */
  forgetContributions(): void {
    const givers = this.#givers.splice(0);
    for (const listed of givers) {
      listed.contribution = 0;
      this.#place(listed);
    }
  }

  page(limit: number, cursor?: string): OrderPage {
    const listed: Listed[] = [];
    let last: string | null = null;
    for (const [each, position] of this.#from(cursor)) {
      if (listed.length === limit) return { listed, nextCursor: last };
      listed.push(each);
      last = position;
    }
    return { listed, nextCursor: null };
  }

  newest(limit: number): Listed[] {
    const newest: Listed[] = [];
    for (const listed of this.#arrivals.newestFirst()) {
      if (newest.length === limit) break;
      if (listed.isHere) newest.push(listed);
    }
    return newest;
  }

  *#from(cursor = 'g'): Generator<[Listed, string]> {
    const section = cursor[0];
    if (section === 'g') yield* this.#giversFrom(cursor);
    if (section !== 'a') yield* this.#hostsFrom(section === 'm' ? Number(cursor.slice(1)) : -1);
    yield* this.#othersFrom(section === 'a' ? Number(cursor.slice(1)) : undefined);
  }

  *#giversFrom(cursor: string): Generator<[Listed, string]> {
    const [contribution = Number.NaN, number = -1] = cursor.slice(1).split('.').filter(Boolean).map(Number);
    const isAt = !Number.isNaN(contribution);
    const start = isAt ? this.#indexOf({ contribution, number: number + 1 }) : 0;
    for (const listed of this.#givers.slice(start)) {
      if (listed.isHere) yield [listed, `g${listed.contribution}.${listed.number}`];
    }
  }

  *#hostsFrom(after: number): Generator<[Listed, string]> {
    const hosts = [...this.#hosts].filter(({ number, isHere }) => isHere && number > after);
    for (const listed of hosts.sort((a, b) => a.number - b.number)) yield [listed, `m${listed.number}`];
  }

  *#othersFrom(below?: number): Generator<[Listed, string]> {
    for (const listed of this.#arrivals.newestFirst(below)) {
      const isElsewhere = listed.contribution > 0 || this.#hosts.has(listed);
      if (listed.isHere && !isElsewhere) yield [listed, `a${listed.number}`];
    }
  }

  #place(listed: Listed): void {
    if (listed.contribution > 0) this.#givers.splice(this.#indexOf(listed), 0, listed);
    else if (listed.session.permissions.moderate) this.#hosts.add(listed);
  }

  #displace(listed: Listed): void {
    this.#hosts.delete(listed);
    if (listed.contribution === 0) return;
    const at = this.#indexOf(listed);
    if (this.#givers[at] === listed) this.#givers.splice(at, 1);
  }

  /** Where somebody with so much stands among the givers, or would. */
  #indexOf({ contribution, number }: Pick<Listed, 'contribution' | 'number'>): number {
    let low = 0;
    let high = this.#givers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#givers[middle];
      const isBefore =
        other !== undefined &&
        (other.contribution > contribution || (other.contribution === contribution && other.number < number));
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
