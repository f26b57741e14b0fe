import { performance } from 'node:perf_hooks';
import { runScript } from './entry.mjs';
import { repositoryRoot } from './setup/paths.mjs';
import { SetupError } from './setup/SetupError.mjs';
import { setUp } from './setup/setUp.mjs';
import { parts } from './testing/parts.mjs';
import { addTallies, closingLine, nothing } from './testing/results.mjs';
import { selectParts } from './testing/selectParts.mjs';
import { partLine, troubleLines } from './testing/summary.mjs';

/**
 * `npm test` runs every part, `npm test -- lint unit` these, `npm test -- browser chat` those files of a suite that have that in
 * their path. A failing part does not keep the later ones from running.
 */
await runScript(async (signal) => {
  const { selected, filters } = selectParts(process.argv.slice(2), parts);
  const platform = await setUp({ browser: true, webClient: false }, signal);

  const finished = [];
  for (const part of selected) {
    console.log(`\n── ${part.title} ──`);
    const startedAt = performance.now();
    const tally = await runPart(part, { root: repositoryRoot, platform, signal, filters });
    signal.throwIfAborted();
    finished.push({ ...tally, title: part.title, tookMs: performance.now() - startedAt });
  }

  console.log(['', ...finished.map(partLine), '', ...finished.flatMap(troubleLines)].join('\n'));
  const total = addTallies(finished);
  console.log(closingLine(total));
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
});

/**
 * @param {import('./testing/parts.mjs').Part} part
 * @param {import('./testing/parts.mjs').TestContext} context
 */
async function runPart(part, context) {
  try {
    return await part.run(context);
  } catch (error) {
    context.signal.throwIfAborted();
    console.error(error instanceof SetupError ? error.message : error);
    return { ...nothing, failed: 1, note: 'the part could not be run' };
  }
}
