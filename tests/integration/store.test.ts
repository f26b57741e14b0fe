import { writeFile } from 'node:fs/promises';
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrations } from '../../server/src/store/migrations/migrations.ts';
import type { Store } from '../../server/src/store/Store.ts';
import { databases, postgresCluster, type TestDatabase } from '../support/databases.ts';
import { waitFor } from '../support/waitFor.ts';

let database: TestDatabase;

afterEach(() => database.remove());

type CounterTables = { counters: { id: string; value: number } };

const counters: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('counters')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('value', 'bigint', (column) => column.notNull())
      .execute();
    await db.withTables<CounterTables>().insertInto('counters').values({ id: 'a', value: 0 }).execute();
  },
};

async function addOne(store: Store, id = 'a'): Promise<void> {
  await store.transaction(async (transaction) => {
    const db = transaction.withTables<CounterTables>();
    const { value } = await db
      .selectFrom('counters')
      .select('value')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    await db
      .updateTable('counters')
      .set({ value: value + 1 })
      .where('id', '=', id)
      .execute();
  });
}

async function count(store: Store): Promise<number> {
  const row = await store.db
    .withTables<CounterTables>()
    .selectFrom('counters')
    .select('value')
    .executeTakeFirst();
  return row?.value ?? -1;
}

describe.each(databases)('the store on $name', ({ create }) => {
  beforeEach(async () => {
    database = await create();
  });
  const openWithCounters = () => database.open({ migrations: { ...migrations, '9000_counters': counters } });

  it('opens empty, brought up to date, and again', async () => {
    const store = await database.open();
    expect(await store.db.selectFrom('rooms').selectAll().execute()).toEqual([]);
    await store.close();
    const again = await database.open();
    expect(await again.db.selectFrom('users').selectAll().execute()).toEqual([]);
  });

  it('lets several servers start at once on an empty database', async () => {
    const stores = await Promise.all([database.open(), database.open(), database.open()]);
    for (const store of stores) expect(await store.db.selectFrom('shows').selectAll().execute()).toEqual([]);
  });

  it('refuses the schema of a newer version by name', async () => {
    await (await openWithCounters()).close();
    await expect(database.open()).rejects.toThrow(/schema of another version \(migration 9000_counters\)/);
  });

  it('leaves nothing of a migration that fails, and says which it was', async () => {
    const broken: Migration = {
      async up(db: Kysely<unknown>) {
        await counters.up(db);
        throw new Error('out of luck');
      },
    };
    const opening = database.open({ migrations: { ...migrations, '9000_counters': broken } });
    await expect(opening).rejects.toThrow(/9000_counters: out of luck/);
    expect(await count(await openWithCounters())).toBe(0);
  });

  it('loses none of many transactions that read and write the same row at once', async () => {
    const stores = [await openWithCounters(), await openWithCounters()];
    await Promise.all(Array.from({ length: 12 }, (_, i) => addOne(stores[i % 2] as Store)));
    expect(await count(stores[0] as Store)).toBe(12);
  });

  it('undoes a transaction whose work fails', async () => {
    const store = await openWithCounters();
    const failing = store.transaction(async (transaction) => {
      await transaction.withTables<CounterTables>().updateTable('counters').set({ value: 7 }).execute();
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await count(store)).toBe(0);
  });

  it('reads big integers and sums as numbers, and divides whole numbers as whole numbers', async () => {
    const store = await openWithCounters();
    const db = store.db.withTables<CounterTables>();
    const value = Number.MAX_SAFE_INTEGER - 1;
    await db.updateTable('counters').set({ value }).execute();
    await db.insertInto('counters').values({ id: 'b', value: 1 }).execute();
    const { total } = await db
      .selectFrom('counters')
      .select(({ fn }) => fn.sum<number>('value').as('total'))
      .executeTakeFirstOrThrow();
    expect(total).toBe(Number.MAX_SAFE_INTEGER);
    const { rows } = await sql<{
      half: number;
    }>`select value / ${sql.val(2)} as half from counters where id = ${'b'}`.execute(store.db);
    expect(rows).toEqual([{ half: 0 }]);
  });

  it('refuses numbers that are not whole: a clock has fractions of milliseconds', async () => {
    const store = await openWithCounters();
    const insertion = store.db
      .withTables<CounterTables>()
      .insertInto('counters')
      .values({ id: 'b', value: 1.5 });
    await expect(insertion.execute()).rejects.toThrow(/1\.5/);
  });

  it('keeps foreign keys', async () => {
    const child: Migration = {
      async up(db: Kysely<unknown>) {
        await counters.up(db);
        await db.schema
          .createTable('children')
          .addColumn('parent', 'text', (column) => column.references('counters.id').notNull())
          .execute();
      },
    };
    const store = await database.open({ migrations: { ...migrations, '9000_children': child } });
    const insertion = sql`insert into children (parent) values ('nobody')`.execute(store.db);
    await expect(insertion).rejects.toThrow(/foreign key/i);
  });
});

describe('a database that cannot be used', () => {
  it('is named when its file is no database', async () => {
    database = await (databases[0] as (typeof databases)[0]).create();
    if (database.location.kind === 'sqlite') await writeFile(database.location.file, 'x'.repeat(8192));
    await expect(database.open()).rejects.toThrow(/DATA_DIR: .*lianmai\.db cannot be used: .*not a database/);
  });

  it.each<[string, (of: Awaited<ReturnType<typeof postgresCluster>>) => string, RegExp]>([
    [
      'unreachable',
      () => 'postgres://lianmai@127.0.0.1:1/db',
      /127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)/,
    ],
    [
      'wrong credentials',
      (of) => of.url('postgres', { password: 'no' }),
      /refuses the name or password of "lianmai"/,
    ],
    ['no such database', (of) => of.url('missing'), /has no database "missing"/],
  ])('says what is wrong: %s', async (_what, urlOf, sentence) => {
    database = await (databases[1] as (typeof databases)[0]).create();
    const url = urlOf(await postgresCluster());
    const opening = database.open({ location: { kind: 'postgres', url } });
    await expect(opening).rejects.toThrow(sentence);
    await expect(opening).rejects.toThrow(/^DATABASE_URL: /);
  });
});

describe('a database that goes away', () => {
  it('fails the transaction that it was in the middle of, and nothing else', async () => {
    const cluster = await postgresCluster();
    database = await (databases[1] as (typeof databases)[0]).create();
    const store = await database.open();
    const inTheMiddle = store.transaction(async (transaction) => {
      await transaction.selectFrom('users').selectAll().execute();
      await cluster.halt();
      // The loss is told to the connection while no query runs on it.
      await new Promise((resolve) => setImmediate(resolve));
      await transaction.selectFrom('users').selectAll().execute();
    });
    await expect(inTheMiddle).rejects.toMatchObject({ code: 'database_unavailable' });
    await cluster.resume();
    expect(await store.db.selectFrom('users').selectAll().execute()).toEqual([]);
  });

  it('is noticed, and so is its return', async () => {
    const cluster = await postgresCluster();
    database = await (databases[1] as (typeof databases)[0]).create();
    const store = await database.open();
    await cluster.halt();
    await waitFor('the store to notice', () => !store.isReachable, { deadlineMs: 15_000 });
    await expect(store.db.selectFrom('users').selectAll().execute()).rejects.toThrow();
    await cluster.resume();
    await waitFor('the store to recover', () => store.isReachable, { deadlineMs: 15_000 });
    expect(await store.db.selectFrom('users').selectAll().execute()).toEqual([]);
  });
});
