import { type Migration, Migrator } from 'kysely/migration';
import { StartError } from '../core/StartError.ts';
import type { Database } from './Tables.ts';

/**
 * Brings the schema up to date. Several servers may start at once: a lock in the database lets one do it and the others wait.
 * @throws StartError when the database was made by a newer version, or a migration fails; nothing is half done then.
 */
export async function migrate(db: Database, all: Record<string, Migration>): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => all } });
  const unknown = await unknownMigration(db, all);
  if (unknown) {
    throw new StartError(
      `The database has the schema of another version (migration ${unknown}): start that version, or restore a backup made by this one.`,
    );
  }
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) {
    const failed = results.find(({ status }) => status === 'Error')?.migrationName ?? 'the migrations';
    throw new StartError(`The database could not be brought up to date: ${failed}: ${messageOf(error)}`, {
      cause: error,
    });
  }
  return results.map(({ migrationName }) => migrationName);
}

/** The name of an applied migration that this version does not know; `null` in a database that it may use. */
async function unknownMigration(db: Database, all: Record<string, Migration>): Promise<string | null> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === migrationTable)) return null;
  const applied = await db
    .withTables<{ [migrationTable]: { name: string } }>()
    .selectFrom(migrationTable)
    .select('name')
    .orderBy('name')
    .execute();
  return applied.find(({ name }) => !Object.hasOwn(all, name))?.name ?? null;
}

const migrationTable = 'kysely_migration';

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
