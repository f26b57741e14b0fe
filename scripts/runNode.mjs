import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Ctrl-C reaches this process from the terminal and, within milliseconds, once more from npm. */
const SAME_SIGNAL_MS = 150;

/**
 * Runs a Node program as if it were this process: arguments, terminal and environment are its own, every signal reaches it once,
 * and its exit code is returned (128 + the number of the signal that killed it).
 * @param {{ node: string, env: NodeJS.ProcessEnv }} platform
 * @param {string[]} args
 * @param {{ cwd: string }} place
 * @returns {Promise<number>}
 */
export function runNode({ node, env }, args, { cwd }) {
  // A process group of its own keeps the terminal from signalling it beside us.
  const child = spawn(node, args, { cwd, env, stdio: 'inherit', detached: true });
  const stopForwarding = forwardSignals((signal) => child.kill(signal));

  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      stopForwarding();
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

/**
 * @param {(signal: NodeJS.Signals) => void} forward
 * @returns {() => void} stops it
 */
function forwardSignals(forward) {
  const isRepeated = repeatFilter(SAME_SIGNAL_MS);
  /** @type {[NodeJS.Signals, () => void][]} */
  const listeners = /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP']).map((signal) => [
    signal,
    () => {
      if (!isRepeated(signal, Date.now())) forward(signal === 'SIGHUP' ? 'SIGTERM' : signal);
    },
  ]);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}

/**
 * Tells a signal that somebody sent again from the same one arriving on two ways.
 * @param {number} windowMs
 * @returns {(signal: string, now: number) => boolean}
 */
export function repeatFilter(windowMs) {
  /** @type {Map<string, number>} */
  const seenAt = new Map();
  return (signal, now) => {
    const before = seenAt.get(signal);
    if (before !== undefined && now - before < windowMs) return true;
    seenAt.set(signal, now);
    return false;
  };
}
