import { spawn } from 'node:child_process';

const KILL_AFTER_MS = 15_000;

/**
 * Runs a tool with its output on our terminal. Aborting the signal ends it and everything it started: SIGTERM first, SIGKILL when it
 * takes too long.
 * @param {{ node: string, env: NodeJS.ProcessEnv }} platform
 * @param {string[]} args the tool's script and its arguments
 * @param {{ cwd: string, signal: AbortSignal, env?: NodeJS.ProcessEnv }} place
 * @returns {Promise<number>} the exit code
 */
export function runTool(platform, args, { cwd, signal, env }) {
  signal.throwIfAborted();
  const child = spawn(platform.node, args, {
    cwd,
    env: { ...platform.env, ...env },
    stdio: 'inherit',
    // Its own process group: what it leaves behind can be ended as well.
    detached: true,
  });
  /** @param {NodeJS.Signals} name */
  const signalGroup = (name) => {
    try {
      if (child.pid) process.kill(-child.pid, name);
    } catch {
      // The group is gone already.
    }
  };
  /** @type {NodeJS.Timeout | undefined} */
  let killTimer;
  const stop = () => {
    signalGroup('SIGTERM');
    killTimer = setTimeout(() => signalGroup('SIGKILL'), KILL_AFTER_MS);
  };
  signal.addEventListener('abort', stop, { once: true });

  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(killTimer);
      signal.removeEventListener('abort', stop);
      if (signal.aborted) signalGroup('SIGKILL');
      resolve(code ?? 1);
    });
  });
}
