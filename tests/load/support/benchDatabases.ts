import { PostgresCluster } from '../../support/postgres/PostgresCluster.ts';
import { createPostgres, createSqlite, type TestDatabase } from '../../support/TestDatabase.ts';

/** Runs `measure` on a fresh SQLite file and on a fresh database of a PostgreSQL server whose commits wait for the disk. */
export async function onBothDatabases<T>(
  measure: (name: string, database: TestDatabase) => Promise<T>,
): Promise<T[]> {
  const cluster = await PostgresCluster.start({ isDurable: true });
  try {
    return [
      await withDatabase('SQLite', await createSqlite(), measure),
      await withDatabase('PostgreSQL', await createPostgres(cluster), measure),
    ];
  } finally {
    await cluster.stop();
  }
}

async function withDatabase<T>(
  name: string,
  database: TestDatabase,
  measure: (name: string, database: TestDatabase) => Promise<T>,
): Promise<T> {
  try {
    return await measure(name, database);
  } finally {
    await database.remove();
  }
}
