import { performance } from 'node:perf_hooks';
import { runScript } from './entry.mjs';
import { repositoryRoot } from './setup/paths.mjs';
import { SetupError } from './setup/SetupError.mjs';
import { setUp } from './setup/setUp.mjs';
import { parts } from './testing/parts.mjs';
import { addTallies, closingLine, nothing } from './testing/results.mjs';
import { partLine, troubleLines } from './testing/summary.mjs';

/**
 * `npm test` runs every part, `npm test -- lint unit` these. A failing part does not keep the later ones from running.
 */
await runScript(async (signal) => {
  const selected = selectParts(process.argv.slice(2));
  const platform = await setUp({ browser: true, webClient: false }, signal);

  const finished = [];
  for (const part of selected) {
    console.log(`\n── ${part.title} ──`);
    const startedAt = performance.now();
    const tally = await runPart(part, { root: repositoryRoot, platform, signal });
    signal.throwIfAborted();
    finished.push({ ...tally, title: part.title, tookMs: performance.now() - startedAt });
  }

  console.log(['', ...finished.map(partLine), '', ...finished.flatMap(troubleLines)].join('\n'));
  const total = addTallies(finished);
  console.log(closingLine(total));
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
});

/** @param {string[]} names */
function selectParts(names) {
  const unknown = names.find((name) => parts.every((part) => part.name !== name));
  if (unknown)
    throw new SetupError(
      `No part is called "${unknown}"; there are: ${parts.map(({ name }) => name).join(', ')}.`,
    );
  return names.length === 0 ? parts : parts.filter(({ name }) => names.includes(name));
}

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
