import { UserRef } from '@lianmai/shared';
import type { ModeratorStore, NamedModerator } from '../../interaction/moderation/ports.ts';
import type { Store } from '../Store.ts';

/** The moderators of rooms in SQL. */
export class SqlModeratorStore implements ModeratorStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async loadAll(): Promise<NamedModerator[]> {
    const rows = await this.#store.db.selectFrom('room_moderators').selectAll().orderBy('named_at').execute();
    return rows.map((row) => ({
      roomId: row.room_id,
      user: UserRef.parse(JSON.parse(row.person)),
      by: UserRef.parse(JSON.parse(row.named_by)),
      atMs: row.named_at,
    }));
  }

  async put({ roomId, user, by, atMs }: NamedModerator): Promise<void> {
    const named = { person: JSON.stringify(user), named_by: JSON.stringify(by), named_at: atMs };
    await this.#store.db
      .insertInto('room_moderators')
      .values({ room_id: roomId, user_id: user.id, ...named })
      .onConflict((conflict) => conflict.columns(['room_id', 'user_id']).doUpdateSet(named))
      .execute();
  }

  async remove(roomId: string, userId: string): Promise<void> {
    await this.#store.db
      .deleteFrom('room_moderators')
      .where('room_id', '=', roomId)
      .where('user_id', '=', userId)
      .execute();
  }
}
