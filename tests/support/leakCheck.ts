import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const GRACE_MS = 8_000;
const POLL_MS = 100;

/** Set by the test runner and inherited by whatever a suite starts, also by what outlives its parent. */
const MARKER = 'LIANMAI_TEST_RUN';

export interface LeakedProcess {
  pid: number;
  command: string;
}

/**
 * Waits until no process of this test run is left, but not forever; resolves to those that stay.
 * A process belongs to the run if its environment carries the run's marker. Linux only: elsewhere nothing is found.
 */
export async function waitForNoProcesses(marker: string, graceMs = GRACE_MS): Promise<LeakedProcess[]> {
  const deadline = Date.now() + graceMs;
  for (;;) {
    const left = await processesOf(marker);
    if (left.length === 0 || Date.now() >= deadline) return left;
    await wait(POLL_MS);
  }
}

async function processesOf(marker: string): Promise<LeakedProcess[]> {
  const names = await readdir('/proc').catch(() => []);
  const pids = names.map(Number).filter((pid) => Number.isInteger(pid) && pid !== process.pid);
  const found = await Promise.all(pids.map((pid) => describeIfMarked(pid, marker)));
  return found.filter((leak) => leak !== undefined);
}

async function describeIfMarked(pid: number, marker: string): Promise<LeakedProcess | undefined> {
  // A process may end, or belong to somebody else, while it is being looked at.
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
  if (!environment.split('\0').includes(`${MARKER}=${marker}`)) return undefined;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command === '' ? undefined : { pid, command: command.split('\0').join(' ').trim() };
}

/** As a program: `node leakCheck.ts <marker>` reports and ends the processes that a suite left behind. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const leaks = await waitForNoProcesses(process.argv[2] ?? '');
  for (const { pid, command } of leaks) {
    console.error(`✗ left running after the suite: ${pid} ${command.slice(0, 200)}`);
    process.kill(pid, 'SIGKILL');
  }
  process.exitCode = leaks.length > 0 ? 1 : 0;
}
