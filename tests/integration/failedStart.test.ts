import { afterEach, describe, expect, it } from 'vitest';
import { databases, type TestDatabase } from '../support/databases.ts';
import { startApp } from '../support/startApp.ts';

let database: TestDatabase;

afterEach(() => database.remove());

describe.each(databases.slice(0, 1))('a start on $name that fails late', ({ create }) => {
  it('closes what it had opened: noChildrenLeft finds no media worker', async () => {
    database = await create();
    const store = await database.open();
    await store.db.schema.dropTable('gifts').execute();
    await store.close();
    await expect(startApp(database.settings)).rejects.toThrow('gifts');
  });
});
