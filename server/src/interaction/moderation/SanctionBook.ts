import type { SanctionKind } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import type { SanctionRecord } from './ports.ts';

export interface SanctionBookDeps {
  clock: Clock;
  /** The running show of a room; `null`: none. */
  showIdOf: (roomId: string) => string | null;
}

/** Whom to look up: an id, and of a guest the address they signed in from. */
export interface Person {
  userId: string;
  addressKey?: string | null | undefined;
}

const sweepEveryMs = 60_000;

/** Owns every sanction that holds, in memory, so that entering and speaking are decided without waiting. */
export class SanctionBook {
  readonly #deps: SanctionBookDeps;
  readonly #records = new Map<string, SanctionRecord>();
  /** Of guests, by address; the newest of a kind counts. */
  readonly #byAddress = new Map<string, SanctionRecord>();
  #sweptAtMs = Number.NEGATIVE_INFINITY;

  constructor(deps: SanctionBookDeps) {
    this.#deps = deps;
  }

  /** In place of the one of its kind that this person has in its scope. */
  put(record: SanctionRecord): void {
    this.#sweep();
    this.remove(record);
    this.#records.set(keyOf(record), record);
    if (record.addressKey) this.#byAddress.set(addressKeyOf(record, record.addressKey), record);
  }

  remove(record: Pick<SanctionRecord, 'roomId' | 'kind' | 'user'>): void {
    const known = this.#records.get(keyOf(record));
    if (!known) return;
    this.#records.delete(keyOf(known));
    const held = known.addressKey && addressKeyOf(known, known.addressKey);
    if (held && this.#byAddress.get(held)?.id === known.id) this.#byAddress.delete(held);
  }

  /** The one with exactly this scope. */
  get(kind: SanctionKind, roomId: string | null, userId: string): SanctionRecord | null {
    const record = this.#records.get(keyOf({ kind, roomId, user: { id: userId } }));
    return record && this.#holds(record) ? record : null;
  }

  /** What holds for somebody in a room: the platform's own, the room's, and for a guest those of their address. */
  find(kind: SanctionKind, roomId: string, { userId, addressKey }: Person): SanctionRecord | null {
    return (
      this.get(kind, null, userId) ??
      this.get(kind, roomId, userId) ??
      (addressKey
        ? (this.#ofAddress(kind, null, addressKey) ?? this.#ofAddress(kind, roomId, addressKey))
        : null)
    );
  }

  /** The platform's own alone. */
  findOnPlatform(kind: SanctionKind, { userId, addressKey }: Person): SanctionRecord | null {
    return this.get(kind, null, userId) ?? (addressKey ? this.#ofAddress(kind, null, addressKey) : null);
  }

  /** Those that hold in one scope, the newest first. */
  list(roomId: string | null): SanctionRecord[] {
    return [...this.#records.values()]
      .filter((record) => record.roomId === roomId && this.#holds(record))
      .sort((a, b) => b.atMs - a.atMs);
  }

  /** Forgets what has run out: now and then, with a new one, so that no timer is needed. */
  #sweep(): void {
    const nowMs = this.#deps.clock.nowMs();
    if (nowMs - this.#sweptAtMs < sweepEveryMs) return;
    this.#sweptAtMs = nowMs;
    for (const record of [...this.#records.values()]) if (!this.#holds(record)) this.remove(record);
  }

  #ofAddress(kind: SanctionKind, roomId: string | null, addressKey: string): SanctionRecord | null {
    const record = this.#byAddress.get(addressKeyOf({ kind, roomId }, addressKey));
    const isHeld = record && (record.addressUntilMs ?? 0) > this.#deps.clock.nowMs();
    return isHeld && this.#holds(record) ? record : null;
  }

  #holds({ untilMs, endsWithShow, showId, roomId }: SanctionRecord): boolean {
    if (untilMs !== null && untilMs <= this.#deps.clock.nowMs()) return false;
    return !endsWithShow || (roomId !== null && this.#deps.showIdOf(roomId) === showId);
  }
}

function keyOf({ roomId, kind, user }: { roomId: string | null; kind: SanctionKind; user: { id: string } }) {
  return `${roomId ?? '*'} ${kind} ${user.id}`;
}

function addressKeyOf({ roomId, kind }: Pick<SanctionRecord, 'roomId' | 'kind'>, addressKey: string): string {
  return `${roomId ?? '*'} ${kind} ${addressKey}`;
}
