import type { UserKind, UserRef } from '@lianmai/shared';
import { type ExpressionBuilder, sql } from 'kysely';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { UserDirectory } from '../../rooms/ports/UserDirectory.ts';
import type { Store } from '../Store.ts';
import type { Tables } from '../Tables.ts';
import { WriteBehind } from '../WriteBehind.ts';
import type { UserTable } from './tables.ts';

const maxRemembered = 20_000;
/** So far apart `seen_at` is written when nothing else has changed. */
const saveEveryMs = 3_600_000;
const delayMs = 500;

interface Remembered {
  user: UserRef;
  savedAtMs: number;
}

/** Users in the database, written behind; who was seen lately is known in memory. */
export class SqlUserDirectory implements UserDirectory {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #writes: WriteBehind<UserTable>;
  readonly #remembered = new Map<string, Remembered>();

  constructor(store: Store, { clock, log }: { clock: Clock; log: Logger }) {
    this.#store = store;
    this.#clock = clock;
    this.#writes = new WriteBehind({ clock, log, delayMs, write: (batch) => this.#write(batch) });
  }

  remember(user: UserRef, kind: UserKind): void {
    const nowMs = Math.round(this.#clock.nowMs());
    const known = this.#remembered.get(user.id);
    if (known && isSame(known.user, user) && nowMs - known.savedAtMs < saveEveryMs) return;
    this.#keep(user, nowMs);
    this.#writes.put(user.id, {
      id: user.id,
      kind,
      name: user.name,
      avatar_url: user.avatarUrl,
      created_at: nowMs,
      seen_at: nowMs,
    });
  }

  /** The user's record was changed by somebody else. */
  forget(userId: string): void {
    this.#remembered.delete(userId);
  }

  async find(userIds: readonly string[]): Promise<UserRef[]> {
    const ids = [...new Set(userIds)];
    const found = new Map<string, UserRef>();
    const unknown: string[] = [];
    for (const id of ids) {
      const known = this.#remembered.get(id);
      if (known) found.set(id, known.user);
      else unknown.push(id);
    }
    for (let i = 0; i < unknown.length; i += 500) {
      for (const user of await this.#read(unknown.slice(i, i + 500))) found.set(user.id, user);
    }
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  /** Waits for what was remembered before. */
  flush(): Promise<void> {
    return this.#writes.flush();
  }

  close(): Promise<void> {
    return this.#writes.close();
  }

  async #read(ids: readonly string[]): Promise<UserRef[]> {
    const rows = await this.#store.db
      .selectFrom('users')
      .select(['id', 'name', 'avatar_url as avatarUrl'])
      .where('id', 'in', ids)
      .execute();
    return rows;
  }

  async #write(batch: readonly UserTable[]): Promise<void> {
    await this.#store.db
      .insertInto('users')
      .values([...batch])
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          name: unlessOurs(eb, 'name'),
          avatar_url: unlessOurs(eb, 'avatar_url'),
          seen_at: eb.ref('excluded.seen_at'),
        })),
      )
      .execute();
  }

  // Newest last: whoever was not seen for longest is forgotten first.
  #keep(user: UserRef, savedAtMs: number): void {
    this.#remembered.delete(user.id);
    this.#remembered.set(user.id, { user: { ...user }, savedAtMs });
    const oldest = this.#remembered.keys().next();
    if (this.#remembered.size > maxRemembered && !oldest.done) this.#remembered.delete(oldest.value);
  }
}

type Conflict = ExpressionBuilder<{ users: UserTable; excluded: UserTable } & Tables, 'users' | 'excluded'>;

/** Whose profile is kept here: what a token says of them may be old. */
function unlessOurs<C extends 'name' | 'avatar_url'>(eb: Conflict, column: C) {
  const [kind, mine, given] = [eb.ref('users.kind'), eb.ref(`users.${column}`), eb.ref(`excluded.${column}`)];
  return sql<UserTable[C]>`case when ${kind} in ('account', 'host') then ${mine} else ${given} end`;
}

function isSame(a: UserRef, b: UserRef): boolean {
  return a.name === b.name && a.avatarUrl === b.avatarUrl;
}
