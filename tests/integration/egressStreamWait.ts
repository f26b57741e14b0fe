import { readdirSync, readFileSync } from 'node:fs';

/** Looks every 10 ms; fails with `what` when it has not come true by the deadline. */
export async function waitUntil(what: string, deadlineMs: number, isTrue: () => boolean): Promise<void> {
  const endMs = performance.now() + deadlineMs;
  while (!isTrue()) {
    if (performance.now() > endMs) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The ffmpeg children of this process. */
export function ffmpegChildren(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter(isOurFfmpeg);
}

function isOurFfmpeg(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [, name, state, parent] = /\((.*)\) (\S) (\d+)/.exec(stat) ?? [];
    return name === 'ffmpeg' && state !== 'Z' && Number(parent) === process.pid;
  } catch {
    return false;
  }
}
