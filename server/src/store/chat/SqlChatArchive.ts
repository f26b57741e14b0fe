import type { ChatMention, ChatMessage } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { ChatArchive, ChatFrame, Deletion } from '../../interaction/chat/ports.ts';
import type { Database, DatabaseTransaction } from '../Tables.ts';
import { ArchiveQueue, type ArchiveWrite, isDeletedBy } from './ArchiveQueue.ts';
import { messageOf, messageRow } from './rows.ts';

/** Rows in one statement: below what either database takes as parameters. */
const rowsAtOnce = 60;

export interface SqlChatArchiveOptions {
  db: Database;
  clock: Clock;
  log: Logger;
  capacity?: number;
}

/** The chat in the database. Writing waits for nothing; reading sees at once what was written. */
export class SqlChatArchive implements ChatArchive {
  readonly #db: Database;
  readonly #queue: ArchiveQueue;
  readonly #frames = new Map<string, ChatFrame>();

  constructor({ db, ...options }: SqlChatArchiveOptions) {
    this.#db = db;
    this.#queue = new ArchiveQueue({ save: (writes) => this.#save(writes), ...options });
  }

  get stats(): ArchiveQueue['stats'] {
    return this.#queue.stats;
  }

  /** Before the first room is opened. */
  async load(): Promise<void> {
    const rows = await this.#db.selectFrom('chat_frames').selectAll().execute();
    for (const { room_id, notice, settings } of rows) {
      this.#frames.set(room_id, { notice: JSON.parse(notice), settings: JSON.parse(settings) });
    }
  }

  keep(roomId: string, showId: string | null, message: ChatMessage): void {
    this.#queue.add({ kind: 'message', roomId, showId, message });
  }

  delete(roomId: string, deletion: Deletion, by: ChatMention, atMs: number): void {
    this.#queue.add({ kind: 'deletion', roomId, deletion, by, atMs });
  }

  async page(
    roomId: string,
    { before, limit }: { before?: string | undefined; limit: number },
  ): Promise<ChatMessage[]> {
    // What is written while the database answers is seen twice rather than not at all.
    const unwritten = [...this.#queue.unwritten];
    const newestFirst = this.#db
      .selectFrom('chat_messages')
      .selectAll()
      .where('room_id', '=', roomId)
      .where('deleted_at', 'is', null)
      .orderBy('id', 'desc')
      // As many more as waiting deletions may take away.
      .limit(limit + deletionsIn(unwritten, roomId));
    const rows = await (before ? newestFirst.where('id', '<', before) : newestFirst).execute();
    const messages = new Map(rows.map((row) => [row.id, messageOf(row)]));
    for (const write of unwritten) {
      const isHere = write.kind === 'message' && write.roomId === roomId;
      if (isHere && (before === undefined || write.message.id < before))
        messages.set(write.message.id, write.message);
    }
    return [...messages.values()]
      .filter((message) => !isDeletedBy(this.#queue.unwritten, roomId, message))
      .filter((message) => !isDeletedBy(unwritten, roomId, message))
      .sort((one, other) => (one.id < other.id ? 1 : -1))
      .slice(0, limit);
  }

  async authorsOf(roomId: string, messageIds: readonly string[]): Promise<Map<string, string>> {
    const authors = new Map<string, string>();
    for (const write of this.#queue.unwritten) {
      if (write.kind === 'message' && write.roomId === roomId && messageIds.includes(write.message.id))
        authors.set(write.message.id, write.message.user.id);
    }
    const rows = await this.#db
      .selectFrom('chat_messages')
      .select(['id', 'user_id'])
      .where('room_id', '=', roomId)
      .where('id', 'in', [...messageIds])
      .execute();
    for (const { id, user_id } of rows) authors.set(id, user_id);
    return authors;
  }

  keepFrame(roomId: string, frame: ChatFrame): void {
    this.#frames.set(roomId, frame);
    this.#queue.add({ kind: 'frame', roomId, frame });
  }

  frameOf(roomId: string): ChatFrame | undefined {
    return this.#frames.get(roomId);
  }

  /** Writes what waits, while that takes no longer than a few seconds. */
  async close(): Promise<void> {
    await this.#queue.close();
  }

  async #save(writes: readonly ArchiveWrite[]): Promise<void> {
    await this.#db.transaction().execute(async (transaction) => {
      const rows = writes.flatMap((write) => (write.kind === 'message' ? [messageRow(write)] : []));
      for (let from = 0; from < rows.length; from += rowsAtOnce) {
        await transaction
          .insertInto('chat_messages')
          .values(rows.slice(from, from + rowsAtOnce))
          // A batch whose commit was not heard of comes again.
          .onConflict((conflict) => conflict.column('id').doNothing())
          .execute();
      }
      for (const write of writes) {
        if (write.kind === 'deletion') await markDeleted(transaction, write);
        else if (write.kind === 'frame') await keepFrame(transaction, write);
      }
    });
  }
}

async function markDeleted(
  transaction: DatabaseTransaction,
  { roomId, deletion, by, atMs }: Extract<ArchiveWrite, { kind: 'deletion' }>,
): Promise<void> {
  const shown = transaction
    .updateTable('chat_messages')
    .set({ deleted_at: atMs, deleted_by: by.id })
    .where('room_id', '=', roomId)
    .where('deleted_at', 'is', null);
  const meant =
    'messageIds' in deletion
      ? shown.where('id', 'in', [...deletion.messageIds])
      : shown.where('user_id', '=', deletion.userId).where('posted_at', '<=', deletion.untilMs);
  await meant.execute();
}

async function keepFrame(
  transaction: DatabaseTransaction,
  { roomId, frame }: Extract<ArchiveWrite, { kind: 'frame' }>,
): Promise<void> {
  const row = { notice: JSON.stringify(frame.notice), settings: JSON.stringify(frame.settings) };
  await transaction
    .insertInto('chat_frames')
    .values({ room_id: roomId, ...row })
    .onConflict((conflict) => conflict.column('room_id').doUpdateSet(row))
    .execute();
}

/** A deletion by user may take any number; a page that is short of them is asked for again. */
function deletionsIn(writes: readonly ArchiveWrite[], roomId: string): number {
  let count = 0;
  for (const write of writes) {
    if (write.kind !== 'deletion' || write.roomId !== roomId) continue;
    count += 'messageIds' in write.deletion ? write.deletion.messageIds.length : 50;
  }
  return Math.min(count, 500);
}
