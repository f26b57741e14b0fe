import { dirname, join } from 'node:path';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import { pause } from '../../core/pause.ts';
import { StartError } from '../../core/StartError.ts';
import { explainStartFailure, type StoreLocation } from '../startFailure.ts';
import { PostgresLock } from './PostgresLock.ts';
import { SqliteLock } from './SqliteLock.ts';

/** One server at a time has a database for itself. Held until it is closed, or its process dies, however it dies. */
export interface ServerLock {
  close(): Promise<void>;
}

export interface LockDeps {
  clock: Clock;
  log: Logger;
}

/** A server that is being replaced may still be closing. */
const patienceMs = 3000;
const lookEveryMs = 200;

/** @throws StartError when another server has the database, or it cannot be used */
export async function takeServerLock(location: StoreLocation, deps: LockDeps): Promise<ServerLock> {
  const { clock } = deps;
  const deadlineMs = clock.nowMs() + patienceMs;
  try {
    for (;;) {
      const lock = await tryLock(location, deps);
      if (lock) return lock;
      if (clock.nowMs() >= deadlineMs) throw new StartError(inUse(location));
      await pause(clock, lookEveryMs);
    }
  } catch (error) {
    throw explainStartFailure(location, error);
  }
}

function tryLock(location: StoreLocation, deps: LockDeps): Promise<ServerLock | null> {
  return location.kind === 'sqlite'
    ? SqliteLock.take(join(dirname(location.file), 'lianmai.lock'))
    : PostgresLock.take(location.url, deps);
}

function inUse(location: StoreLocation): string {
  return location.kind === 'sqlite'
    ? `DATA_DIR: another server is running in ${dirname(location.file)}: stop it, or give this one a folder of its own`
    : 'DATABASE_URL: another server is using this database: stop it, or give this one a database of its own';
}
