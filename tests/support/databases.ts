import { afterAll } from 'vitest';
import { PostgresCluster } from './postgres/PostgresCluster.ts';
import { createPostgres, createSqlite, type TestDatabase } from './TestDatabase.ts';

export type { TestDatabase };

let cluster: Promise<PostgresCluster> | undefined;

/** The PostgreSQL server of this test file: started by the first who asks, stopped at the file's end. */
export function postgresCluster(): Promise<PostgresCluster> {
  cluster ??= PostgresCluster.start();
  return cluster;
}

afterAll(async () => {
  await (await cluster)?.stop();
});

/** Both databases, for `describe.each(databases)('… on $name', ({ create }) => …)`. */
export const databases: readonly { name: string; create: () => Promise<TestDatabase> }[] = [
  { name: 'SQLite', create: createSqlite },
  { name: 'PostgreSQL', create: async () => createPostgres(await postgresCluster()) },
];
