import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

/** Cores that whatever else runs on this machine is using at the moment: before a measurement begins this process uses none. */
export async function coresInUse(overMs = 500): Promise<number> {
  const before = await cpuTicks();
  await wait(overMs);
  const after = await cpuTicks();
  const share = (after.busy - before.busy) / Math.max(1, after.total - before.total);
  return share * after.cores;
}

async function cpuTicks(): Promise<{ busy: number; total: number; cores: number }> {
  const lines = (await readFile('/proc/stat', 'utf8')).split('\n').filter((line) => line.startsWith('cpu'));
  const ticks = (lines[0] ?? '').trim().split(/\s+/u).slice(1).map(Number);
  const total = ticks.reduce((sum, value) => sum + value, 0);
  // idle and iowait
  return { busy: total - (ticks[3] ?? 0) - (ticks[4] ?? 0), total, cores: lines.length - 1 };
}
