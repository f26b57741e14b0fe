import { AuditAct, type AuditEntry, UserRef } from '@lianmai/shared';
import type { AuditLog, AuditQuery, NewAuditEntry } from '../../interaction/moderation/ports.ts';
import type { Store } from '../Store.ts';
import type { Tables } from '../Tables.ts';

/** Acts of a whole millisecond, before two of them could have the same number. */
const numbersPerMs = 1000;

/** The audit log in SQL: rows are inserted and read, never changed. */
export class SqlAuditLog implements AuditLog {
  readonly #store: Store;
  #lastNumber = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  async append(entry: NewAuditEntry): Promise<void> {
    await this.#store.db
      .insertInto('audit_log')
      .values({
        number: this.#nextNumber(entry.atMs),
        done_at: entry.atMs,
        act: entry.act,
        room_id: entry.roomId,
        actor_id: entry.actor?.id ?? null,
        actor: entry.actor && JSON.stringify(entry.actor),
        target_id: entry.target?.id ?? null,
        target: entry.target && JSON.stringify(entry.target),
        reason: entry.reason,
        detail: entry.detail,
        origin: entry.origin,
      })
      .execute();
  }

  async list({ roomId, userId, act, before, limit }: AuditQuery): Promise<AuditEntry[]> {
    let query = this.#store.db.selectFrom('audit_log').selectAll().orderBy('number', 'desc').limit(limit);
    if (roomId !== undefined) query = query.where('room_id', '=', roomId);
    if (act !== undefined) query = query.where('act', '=', act);
    if (before !== undefined) query = query.where('number', '<', before);
    if (userId !== undefined) {
      query = query.where((where) =>
        where.or([where('actor_id', '=', userId), where('target_id', '=', userId)]),
      );
    }
    return (await query.execute()).map(entryOf);
  }

  // Made of the time, so that servers that share a database need not agree; within one they only count up.
  #nextNumber(atMs: number): number {
    const ofTime = Math.round(atMs) * numbersPerMs + Math.floor(Math.random() * numbersPerMs);
    this.#lastNumber = Math.max(this.#lastNumber + 1, ofTime);
    return this.#lastNumber;
  }
}

function entryOf(row: Tables['audit_log']): AuditEntry {
  return {
    number: row.number,
    atMs: row.done_at,
    act: AuditAct.parse(row.act),
    roomId: row.room_id,
    actor: row.actor === null ? null : UserRef.parse(JSON.parse(row.actor)),
    target: row.target === null ? null : UserRef.parse(JSON.parse(row.target)),
    reason: row.reason,
    detail: row.detail,
    origin: row.origin,
  };
}
