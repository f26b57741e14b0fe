import { runScript } from './entry.mjs';
import { runNode } from './runNode.mjs';
import { repositoryRoot } from './setup/paths.mjs';
import { setUp } from './setup/setUp.mjs';

const usage = `Usage: npm start [-- --demo | --demo=stage]

  --demo        a live room with a picture of its own, to look at
  --demo=stage  the same with several people on stage

Settings come from the environment or .env: docs/operations.md.`;

await runScript(async (signal) => {
  if (process.argv.some((arg) => arg === '--help' || arg === '-h')) {
    console.log(usage);
    return 0;
  }
  const platform = await setUp({ browser: false, webClient: true }, signal);
  return runNode(platform, ['server/src/main.ts', ...process.argv.slice(2)], { cwd: repositoryRoot });
});
