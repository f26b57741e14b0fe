import { join } from 'node:path';
import { runCommand } from './commands.mjs';
import { fingerprint, stampSays, writeStamp } from './fingerprints.mjs';
import { createFolderAtomically, withLock } from './locks.mjs';

const sources = ['client-web', 'shared', 'package-lock.json', 'tsconfig.base.json'];

/** @param {string} name */
const isNoSource = (name) => /^(dist.*|node_modules|\..*)$/u.test(name) || /\.test\.tsx?$/u.test(name);

/**
 * Builds client-web/dist, unless it was made from these very sources.
 * @param {object} place
 * @param {string} place.root
 * @param {string} place.node
 * @param {NodeJS.ProcessEnv} place.env
 * @param {import('./steps.mjs').StepContext} context
 */
export async function provideWebClient({ root, node, env }, { signal, progress }) {
  const workspace = join(root, 'client-web');
  const dist = join(workspace, 'dist');
  const stampFile = join(dist, '.lianmai-stamp');
  const stamp = await fingerprint(root, sources, isNoSource);
  if (await stampSays(stampFile, stamp)) return 'unchanged';

  return withLock(join(workspace, 'node_modules', '.lianmai-build.lock'), signal, async () => {
    if (await stampSays(stampFile, stamp)) return 'built by another run';
    progress('vite build');
    await createFolderAtomically(dist, async (making) => {
      const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
      await runCommand(node, [vite, 'build', '--outDir', making, '--emptyOutDir'], {
        cwd: workspace,
        env,
        signal,
      });
      await writeStamp(join(making, '.lianmai-stamp'), stamp);
    });
    return 'built';
  });
}
