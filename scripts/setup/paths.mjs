import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const repositoryRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Where set-up keeps what outlives a checkout: Node, the mediasoup worker, locks.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function cacheRoot(env = process.env) {
  return join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'lianmai');
}
