import { SanctionKind, UserRef } from '@lianmai/shared';
import type { SanctionRecord, SanctionStore } from '../../interaction/moderation/ports.ts';
import type { Store } from '../Store.ts';
import type { Tables } from '../Tables.ts';

/** Sanctions in SQL. One that is lifted or replaced stays as history. */
export class SqlSanctionStore implements SanctionStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async loadOpen(nowMs: number): Promise<SanctionRecord[]> {
    const rows = await this.#store.db
      .selectFrom('sanctions')
      .selectAll()
      .where('lifted_at', 'is', null)
      .where((where) => where.or([where('until', 'is', null), where('until', '>', nowMs)]))
      .orderBy('imposed_at')
      .execute();
    return rows.map(recordOf);
  }

  async put(record: SanctionRecord): Promise<void> {
    await this.#store.transaction(async (transaction) => {
      await transaction
        .updateTable('sanctions')
        .set({ lifted_at: record.atMs, lifted_by: record.by.id })
        .where('user_id', '=', record.user.id)
        .where('kind', '=', record.kind)
        .where('room_id', record.roomId === null ? 'is' : '=', record.roomId)
        .where('lifted_at', 'is', null)
        .execute();
      await transaction.insertInto('sanctions').values(rowOf(record)).execute();
    });
  }

  async lift(sanctionId: string, atMs: number, byUserId: string): Promise<void> {
    await this.#store.db
      .updateTable('sanctions')
      .set({ lifted_at: atMs, lifted_by: byUserId })
      .where('id', '=', sanctionId)
      .where('lifted_at', 'is', null)
      .execute();
  }
}

function rowOf(record: SanctionRecord): Tables['sanctions'] {
  return {
    id: record.id,
    kind: record.kind,
    room_id: record.roomId,
    user_id: record.user.id,
    person: JSON.stringify(record.user),
    imposed_by: JSON.stringify(record.by),
    by_rank: record.byRank,
    reason: record.reason,
    imposed_at: record.atMs,
    until: record.untilMs,
    show_id: record.showId,
    address_key: record.addressKey,
    address_until: record.addressUntilMs,
    lifted_at: null,
    lifted_by: null,
  };
}

function recordOf(row: Tables['sanctions']): SanctionRecord {
  return {
    id: row.id,
    kind: SanctionKind.parse(row.kind),
    roomId: row.room_id,
    user: UserRef.parse(JSON.parse(row.person)),
    by: UserRef.parse(JSON.parse(row.imposed_by)),
    byRank: row.by_rank,
    reason: row.reason,
    atMs: row.imposed_at,
    untilMs: row.until,
    endsWithShow: row.show_id !== null,
    showId: row.show_id,
    addressKey: row.address_key,
    addressUntilMs: row.address_until,
  };
}
