import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '../../server/src/core/Clock.ts';
import { silentLogger } from '../../server/src/core/logger.ts';
import { Store, type StoreOptions } from '../../server/src/store/Store.ts';
import type { StoreLocation } from '../../server/src/store/startFailure.ts';
import type { PostgresCluster } from './postgres/PostgresCluster.ts';

/** A fresh database that can be opened again and again. */
export interface TestDatabase {
  location: StoreLocation;
  /** The settings with which a whole server (`startApp`, `ServerProcess`) uses it. */
  settings: Record<string, string>;
  /** A store on it, closed by `remove()` at the latest. */
  open(options?: Partial<StoreOptions>): Promise<Store>;
  remove(): Promise<void>;
}

export async function createSqlite(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'lianmai-db-'));
  return testDatabase({
    location: { kind: 'sqlite', file: join(folder, 'lianmai.db') },
    settings: { DATA_DIR: folder },
    folder,
  });
}

export async function createPostgres(cluster: PostgresCluster): Promise<TestDatabase> {
  const url = await cluster.createDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'lianmai-db-'));
  return testDatabase({
    location: { kind: 'postgres', url },
    settings: { DATABASE_URL: url, DATA_DIR: folder },
    folder,
  });
}

function testDatabase(place: {
  location: StoreLocation;
  settings: Record<string, string>;
  folder: string;
}): TestDatabase {
  const stores: Store[] = [];
  return {
    location: place.location,
    settings: place.settings,
    async open(options = {}) {
      const store = await Store.open({
        location: place.location,
        clock: new SystemClock(),
        log: silentLogger(),
        ...options,
      });
      stores.push(store);
      return store;
    },
    async remove() {
      await Promise.all(stores.map((store) => store.close()));
      await rm(place.folder, { recursive: true, force: true });
    },
  };
}
