import { join } from 'node:path';
import type { Config } from '../config/Config.ts';
import type { StoreLocation } from './startFailure.ts';

export function storeLocation({ databaseUrl, dataDir }: Config): StoreLocation {
  return databaseUrl === null
    ? { kind: 'sqlite', file: join(dataDir, 'lianmai.db') }
    : { kind: 'postgres', url: databaseUrl };
}
