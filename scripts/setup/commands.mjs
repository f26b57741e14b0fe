import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { SetupError } from './SetupError.mjs';

const KEPT_OUTPUT_CHARS = 20_000;
const SHOWN_LINES = 40;

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {AbortSignal} [signal] Aborting it terminates the command.
 * @property {(line: string) => void} [onLine] Called for each line of its output, standard error included.
 */

/**
 * Runs a command without a shell and resolves to its output (both streams, the last 20,000 characters).
 * A failure is a SetupError with the end of that output.
 * @param {string} command
 * @param {string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<string>}
 */
export function runCommand(command, args, { cwd, env, signal, onLine } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...(env ?? process.env), NO_COLOR: '1' },
      signal,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let unfinishedLine = '';

    /** @param {string} text */
    const collect = (text) => {
      output = (output + text).slice(-KEPT_OUTPUT_CHARS);
      if (!onLine) return;
      const lines = (unfinishedLine + text).split(/[\r\n]+/u);
      unfinishedLine = lines.pop() ?? '';
      for (const line of lines) onLine(line);
    };

    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.once('error', (error) => {
      // An interrupted command is over when it has closed: until then it may write into what is about to be removed.
      if (!signal?.aborted) reject(startFailure(command, error));
    });
    child.once('close', (code, killedBy) => {
      if (code === 0) resolve(output);
      else
        reject(
          signal?.aborted ? signal.reason : exitFailure(command, args, killedBy ?? `code ${code}`, output),
        );
    });
  });
}

/**
 * The command's output, or undefined if it cannot be started or fails.
 * @param {string} command
 * @param {string[]} args
 * @param {CommandOptions} [options]
 */
export async function tryCommand(command, args, options) {
  try {
    return await runCommand(command, args, options);
  } catch (error) {
    if (error instanceof SetupError) return undefined;
    throw error;
  }
}

/**
 * The full path of the first of these programs that is in PATH.
 * @param {string[]} names
 * @param {string} [path]
 */
export function findProgram(names, path = process.env.PATH ?? '') {
  for (const name of names) {
    for (const folder of path.split(delimiter)) {
      if (folder && isExecutable(join(folder, name))) return join(folder, name);
    }
  }
  return undefined;
}

/** @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} command
 * @param {Error} cause
 */
function startFailure(command, cause) {
  return new SetupError(`${command} cannot be started: ${cause.message}`, { cause });
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} how
 * @param {string} output
 */
function exitFailure(command, args, how, output) {
  const end = stripVTControlCharacters(output).trimEnd().split('\n').slice(-SHOWN_LINES).join('\n');
  return new SetupError(`${[command, ...args].join(' ')} ended with ${how}:\n${end}`);
}
