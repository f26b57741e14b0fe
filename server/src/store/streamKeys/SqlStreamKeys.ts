import type { StreamKeyStore } from '../../auth/streamKeys/ports.ts';
import type { Store } from '../Store.ts';

/** Generations of stream keys in the database. */
export class SqlStreamKeys implements StreamKeyStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async loadAll(): Promise<{ roomId: string; generation: number }[]> {
    const rows = await this.#store.read((db) => db.selectFrom('stream_keys').selectAll().execute());
    return rows.map(({ room_id, generation }) => ({ roomId: room_id, generation }));
  }

  async countUp(roomId: string): Promise<number> {
    const row = await this.#store.read((db) =>
      db
        .insertInto('stream_keys')
        .values({ room_id: roomId, generation: 1 })
        .onConflict((conflict) =>
          conflict.column('room_id').doUpdateSet(({ ref, eb }) => ({
            generation: eb(ref('stream_keys.generation'), '+', 1),
          })),
        )
        .returning('generation')
        .executeTakeFirstOrThrow(),
    );
    return row.generation;
  }
}
