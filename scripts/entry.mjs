import { constants } from 'node:os';
import { SetupError } from './setup/SetupError.mjs';

const interrupting = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Runs a script's main function: the first signal aborts it, a SetupError is shown as its sentence, and the process ends with the
 * exit code that main resolves to (128 + the signal's number when interrupted).
 * @param {(signal: AbortSignal) => Promise<number>} main
 */
export async function runScript(main) {
  const interruption = new AbortController();
  let exitCode = 1;
  for (const name of interrupting) {
    process.on(name, () => {
      if (interruption.signal.aborted) return;
      exitCode = 128 + constants.signals[name];
      interruption.abort(new SetupError(`Interrupted (${name}); run it again to go on where it stopped.`));
    });
  }

  try {
    exitCode = await main(interruption.signal);
  } catch (error) {
    console.error(error instanceof SetupError ? `\n${error.message}` : error);
  }
  process.exit(exitCode);
}
