import { CompositionSettings, RoomAccess, StageSettings } from '@lianmai/shared';
import type { Insertable, Selectable } from 'kysely';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import type {
  ClosedRoom,
  KeptRoom,
  RecordedEndReason,
  RoomRecord,
  RoomRecords,
  ShowRecord,
} from '../../rooms/ports/RoomRecords.ts';
import type { Store } from '../Store.ts';
import type { DatabaseTransaction } from '../Tables.ts';
import { WriteBehind } from '../WriteBehind.ts';
import type { RoomTable, ShowTable } from './tables.ts';

type Write =
  | { type: 'room'; room: RoomRecord }
  | { type: 'removal'; room: ClosedRoom }
  | { type: 'invited'; roomId: string; userId: string; atMs: number }
  | { type: 'uninvited'; roomId: string; atMs: number }
  | { type: 'use'; roomIds: readonly string[]; atMs: number }
  | { type: 'likes'; roomId: string; total: number }
  | { type: 'show'; show: ShowRecord };

/** Rooms and shows in the database, written behind. */
export class SqlRoomRecords implements RoomRecords {
  readonly #store: Store;
  readonly #writes: WriteBehind<Write>;

  constructor(store: Store, deps: { clock: Clock; log: Logger }) {
    this.#store = store;
    this.#writes = new WriteBehind({
      ...deps,
      write: (batch) =>
        store.transaction(async (transaction) => {
          for (const write of batch) await apply(transaction, write);
        }),
    });
  }

  saveRoom(room: RoomRecord): void {
    this.#writes.put(`room ${room.id}`, { type: 'room', room });
  }

  saveInvited(roomId: string, userId: string, atMs: number): void {
    this.#writes.put(`invited ${roomId} ${userId}`, { type: 'invited', roomId, userId, atMs });
  }

  removeInvited(roomId: string, atMs: number): void {
    this.#writes.put(`uninvited ${roomId}`, { type: 'uninvited', roomId, atMs });
  }

  noteUse(roomIds: readonly string[], atMs: number): void {
    this.#writes.put('use', { type: 'use', roomIds, atMs });
  }

  removeRoom(room: ClosedRoom): void {
    this.#writes.put(`room ${room.id}`, { type: 'removal', room });
  }

  /** How many likes the room has now. */
  saveLikes(roomId: string, total: number): void {
    this.#writes.put(`likes ${roomId}`, { type: 'likes', roomId, total });
  }

  saveShow(show: ShowRecord): void {
    this.#writes.put(`show ${show.id}`, { type: 'show', show });
  }

  /** Ends the shows during which the server before was lost: when their room was last in use. */
  async closeLostShows(): Promise<number> {
    const { numUpdatedRows } = await this.#store.db
      .updateTable('shows')
      .set(({ fn, selectFrom, ref }) => ({
        end_reason: 'server_lost',
        ended_at: fn.coalesce(
          selectFrom('rooms')
            .select('rooms.used_at')
            .whereRef('rooms.id', '=', 'shows.room_id')
            .whereRef('rooms.used_at', '>=', 'shows.started_at'),
          ref('shows.started_at'),
        ),
      }))
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    return Number(numUpdatedRows);
  }

  async keptRooms(): Promise<KeptRoom[]> {
    const rows = await this.#store.db
      .selectFrom('rooms')
      .leftJoin('shows', (join) =>
        join.on('shows.id', '=', ({ selectFrom }) =>
          selectFrom('shows as newest')
            .select('newest.id')
            .whereRef('newest.room_id', '=', 'rooms.id')
            .orderBy('newest.started_at', 'desc')
            .orderBy('newest.id')
            .limit(1),
        ),
      )
      .selectAll('rooms')
      .select(['shows.id as show_id', 'shows.title as show_title'])
      .select(['shows.started_at', 'shows.ended_at', 'shows.end_reason'])
      .execute();
    const invited = await this.#invited();
    return rows.map((row) => ({
      room: toRoom(row),
      lastShow: toShow(row),
      likeCount: row.like_count,
      invited: (invited.get(row.id) ?? []).map(({ user_id }) => user_id),
    }));
  }

  async #invited(): Promise<Map<string, { user_id: string }[]>> {
    const rows = await this.#store.db.selectFrom('room_invited').selectAll().orderBy('invited_at').execute();
    return Map.groupBy(rows, ({ room_id }) => room_id);
  }

  /** Those closed last. */
  async closedRooms(limit: number): Promise<ClosedRoom[]> {
    const rows = await this.#store.db
      .selectFrom('closed_rooms')
      .selectAll()
      .orderBy('closed_at', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ id, anchor_id, closed_at }) => ({ id, anchorId: anchor_id, closedAtMs: closed_at }));
  }

  /** Waits for what was put before. */
  flush(): Promise<void> {
    return this.#writes.flush();
  }

  close(): Promise<void> {
    return this.#writes.close();
  }
}

async function apply(db: DatabaseTransaction, write: Write): Promise<void> {
  if (write.type === 'room') {
    const row = fromRoom(write.room);
    const { id, ...changes } = row;
    await db
      .insertInto('rooms')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(changes))
      .execute();
    // Of an earlier room of this id, whose removal may have waited until this one took its place.
    await removeInvited(db, id, row.created_at);
  } else if (write.type === 'removal') {
    const { id, anchorId, closedAtMs } = write.room;
    await db.deleteFrom('rooms').where('id', '=', id).execute();
    await db.deleteFrom('room_invited').where('room_id', '=', id).execute();
    await db
      .insertInto('closed_rooms')
      .values({ id, anchor_id: anchorId, closed_at: closedAtMs })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet({ anchor_id: anchorId, closed_at: closedAtMs }),
      )
      .execute();
  } else if (write.type === 'invited') {
    const { roomId, userId, atMs } = write;
    // Only while the room that they were invited to is there: its removal may have been written before.
    await db
      .insertInto('room_invited')
      .columns(['room_id', 'user_id', 'invited_at'])
      .expression(({ selectFrom, cast, val }) =>
        selectFrom('rooms')
          .where('id', '=', roomId)
          .where('created_at', '<=', atMs)
          .select(['id', cast<string>(val(userId), 'text').as('user_id')])
          .select(cast<number>(val(atMs), 'bigint').as('invited_at')),
      )
      .onConflict((conflict) => conflict.columns(['room_id', 'user_id']).doNothing())
      .execute();
  } else if (write.type === 'uninvited') {
    await removeInvited(db, write.roomId, write.atMs);
  } else if (write.type === 'use') {
    for (const roomIds of chunks(write.roomIds, 500)) {
      await db.updateTable('rooms').set({ used_at: write.atMs }).where('id', 'in', roomIds).execute();
    }
  } else if (write.type === 'likes') {
    await db.updateTable('rooms').set({ like_count: write.total }).where('id', '=', write.roomId).execute();
  } else {
    const { id, ...changes } = fromShow(write.show);
    await db
      .insertInto('shows')
      .values({ id, ...changes })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(changes))
      .execute();
  }
}

/** Those who were invited before. */
async function removeInvited(db: DatabaseTransaction, roomId: string, beforeMs: number): Promise<void> {
  await db
    .deleteFrom('room_invited')
    .where('room_id', '=', roomId)
    .where('invited_at', '<', beforeMs)
    .execute();
}

function* chunks<T>(all: readonly T[], size: number): Generator<T[]> {
  for (let i = 0; i < all.length; i += size) yield all.slice(i, i + size);
}

function fromRoom(room: RoomRecord): Insertable<RoomTable> {
  return {
    id: room.id,
    anchor_id: room.anchor.id,
    anchor_name: room.anchor.name,
    anchor_avatar_url: room.anchor.avatarUrl,
    title: room.title,
    cover_url: room.coverUrl,
    access: room.access,
    invitation: room.invitation,
    stage: JSON.stringify(room.stage),
    composition: JSON.stringify(room.composition),
    created_at: room.createdAtMs,
    used_at: room.usedAtMs,
  };
}

function toRoom(row: Selectable<RoomTable>): RoomRecord {
  return {
    id: row.id,
    title: row.title,
    coverUrl: row.cover_url,
    access: RoomAccess.parse(row.access),
    invitation: row.invitation,
    anchor: { id: row.anchor_id, name: row.anchor_name, avatarUrl: row.anchor_avatar_url },
    stage: StageSettings.parse(JSON.parse(row.stage)),
    composition: CompositionSettings.parse(JSON.parse(row.composition)),
    createdAtMs: row.created_at,
    usedAtMs: row.used_at,
  };
}

function fromShow(show: ShowRecord): ShowTable {
  return {
    id: show.id,
    room_id: show.roomId,
    anchor_id: show.anchorId,
    title: show.title,
    started_at: show.startedAtMs,
    ended_at: show.ended?.atMs ?? null,
    end_reason: show.ended?.reason ?? null,
  };
}

interface ShowColumns {
  id: string;
  anchor_id: string;
  show_id: string | null;
  show_title: string | null;
  started_at: number | null;
  ended_at: number | null;
  end_reason: string | null;
}

function toShow(row: ShowColumns): ShowRecord | null {
  if (row.show_id === null || row.started_at === null) return null;
  return {
    id: row.show_id,
    roomId: row.id,
    anchorId: row.anchor_id,
    title: row.show_title ?? '',
    startedAtMs: row.started_at,
    ended: row.ended_at === null ? null : { atMs: row.ended_at, reason: row.end_reason as RecordedEndReason },
  };
}
