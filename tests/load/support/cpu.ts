import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

// USER_HZ: the kernel's interface to user space, 100 on every architecture that Node runs on.
const ticksPerSecond = 100;

/** Seconds of CPU, user and system, that a process has used. @throws when it is gone */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the name in parentheses and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Cores that each process used on average over that time, in the order of `pids`. */
export async function coresOver(seconds: number, pids: readonly number[]): Promise<number[]> {
  const startedMs = performance.now();
  const before = pids.map(cpuSeconds);
  await wait(seconds * 1000);
  const elapsedS = (performance.now() - startedMs) / 1000;
  return pids.map((pid, i) => (cpuSeconds(pid) - (before[i] ?? 0)) / elapsedS);
}

/** Children of `parent` whose command line has `text` in it. */
export async function childrenRunning(parent: number, text: string): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  const matches = await Promise.all(pids.map((pid) => isChildRunning(pid, parent, text)));
  return pids.filter((_, i) => matches[i]);
}

async function isChildRunning(pid: number, parent: number, text: string): Promise<boolean> {
  const read = (file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  const [stat, command] = await Promise.all([read('stat'), read('cmdline')]);
  const ppid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  return ppid === parent && command.includes(text);
}
