import { performance } from 'node:perf_hooks';

const SILENT_MS = 30_000;
const TITLE_WIDTH = 22;
const CLEAR_LINE = '\r\u001b[2K';

/**
 * @typedef {object} StepContext
 * @property {AbortSignal} signal aborted when the user interrupts set-up
 * @property {(note: string) => void} progress tells what the step is doing now
 */

/**
 * @typedef {object} Step
 * @property {string} title
 * @property {(context: StepContext) => Promise<string>} run resolves to what was done, in a few words
 */

/**
 * Runs the steps one after the other; each prints one line with what it did and how long it took.
 * @param {Step[]} steps
 * @param {AbortSignal} signal
 * @param {NodeJS.WriteStream} [out]
 */
export async function runSteps(steps, signal, out = process.stdout) {
  for (const step of steps) {
    signal.throwIfAborted();
    await runStep(step, signal, out);
  }
}

/**
 * @param {Step} step
 * @param {AbortSignal} signal
 * @param {NodeJS.WriteStream} out
 */
async function runStep({ title, run }, signal, out) {
  const startedAt = performance.now();
  const progress = out.isTTY ? liveProgress(title, out) : sparseProgress(title, startedAt, out);
  /** @param {string} mark @param {string} note */
  const finish = (mark, note) => {
    if (out.isTTY) out.write(CLEAR_LINE);
    out.write(`${stepLine(mark, title, note, performance.now() - startedAt)}\n`);
  };
  try {
    const done = await run({ signal, progress });
    finish('✓', done);
  } catch (error) {
    finish('✗', signal.aborted ? 'interrupted' : 'failed');
    throw error;
  }
}

/**
 * @param {string} mark
 * @param {string} title
 * @param {string} note
 * @param {number} tookMs
 */
export function stepLine(mark, title, note, tookMs) {
  return `${mark} ${title.padEnd(TITLE_WIDTH)} ${note} (${(tookMs / 1000).toFixed(1)} s)`;
}

/**
 * On a terminal: one line that is written over.
 * @param {string} title
 * @param {NodeJS.WriteStream} out
 */
function liveProgress(title, out) {
  /** @param {string} note */
  const show = (note) => {
    const line = `… ${title.padEnd(TITLE_WIDTH)} ${note}`;
    out.write(`${CLEAR_LINE}${line.slice(0, (out.columns || 80) - 1)}`);
  };
  show('');
  return show;
}

/**
 * In a log: a line at most every 30 seconds, so that a long step does not look dead.
 * @param {string} title
 * @param {number} startedAt
 * @param {NodeJS.WriteStream} out
 */
function sparseProgress(title, startedAt, out) {
  let shownAt = startedAt;
  /** @param {string} note */
  return (note) => {
    const now = performance.now();
    if (now - shownAt < SILENT_MS) return;
    shownAt = now;
    out.write(`${stepLine('…', title, note, now - startedAt)}\n`);
  };
}
