import { readdirSync, readFileSync } from 'node:fs';

/** Looks every 10 ms; fails with `what` when it has not come true by the deadline. */
export async function waitUntil(what: string, deadlineMs: number, isTrue: () => boolean): Promise<void> {
  const endMs = performance.now() + deadlineMs;
  while (!isTrue()) {
    if (performance.now() > endMs) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The ffmpeg children of this process, or of another. */
export function ffmpegChildren(parent = process.pid): number[] {
  return processes().filter((pid) => isChild(pid, parent) && nameOf(pid) === 'ffmpeg');
}

/** The compositor processes of this process. */
export function compositors(): number[] {
  return processes().filter((pid) => isChild(pid, process.pid) && /compositor/i.test(read(pid, 'cmdline')));
}

/** Also a process that nobody has waited for is gone. */
export function isGone(pid: number): boolean {
  const state = statOf(pid)?.state;
  return state === undefined || state === 'Z';
}

function processes(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function isChild(pid: number, parent: number): boolean {
  const stat = statOf(pid);
  return stat !== null && stat.state !== 'Z' && stat.parent === parent;
}

function nameOf(pid: number): string {
  return statOf(pid)?.name ?? '';
}

function statOf(pid: number): { name: string; state: string; parent: number } | null {
  const [, name, state, parent] = /\((.*)\) (\S) (\d+)/.exec(read(pid, 'stat')) ?? [];
  return name === undefined || state === undefined ? null : { name, state, parent: Number(parent) };
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
