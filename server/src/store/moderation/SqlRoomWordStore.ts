import type { UserRef } from '@lianmai/shared';
import type { RoomWordStore, RoomWords } from '../../interaction/moderation/ports.ts';
import type { Store } from '../Store.ts';

/** The word lists of rooms in SQL. */
export class SqlRoomWordStore implements RoomWordStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async loadAll(): Promise<RoomWords[]> {
    const rows = await this.#store.db.selectFrom('room_word_lists').select(['room_id', 'text']).execute();
    return rows.map((row) => ({ roomId: row.room_id, text: row.text }));
  }

  async put({ roomId, text }: RoomWords, by: UserRef, atMs: number): Promise<void> {
    const changed = { text, changed_at: atMs, changed_by: JSON.stringify(by) };
    await this.#store.db
      .insertInto('room_word_lists')
      .values({ room_id: roomId, ...changed })
      .onConflict((conflict) => conflict.column('room_id').doUpdateSet(changed))
      .execute();
  }
}
