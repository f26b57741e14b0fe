import { runScript } from './entry.mjs';
import { runNode } from './runNode.mjs';
import { repositoryRoot } from './setup/paths.mjs';
import { setUp } from './setup/setUp.mjs';

await runScript(async (signal) => {
  const platform = await setUp({ browser: false, webClient: true }, signal);
  return runNode(platform, ['server/src/main.ts', ...process.argv.slice(2)], { cwd: repositoryRoot });
});
