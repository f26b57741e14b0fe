import { expect, it, vi } from 'vitest';
import { FakeClock } from '../core/FakeClock.ts';
import { WorkerWatchdog } from './WorkerWatchdog.ts';

// Lets promises that are settled run their continuations.
const settle = () => new Promise((resolve) => setImmediate(resolve));

it('calls onHang once when an answer stays out for two intervals', async () => {
  const clock = new FakeClock();
  const onHang = vi.fn();
  const probe = vi.fn(() => new Promise<{ cpuTimeMs: number }>(() => undefined));
  new WorkerWatchdog({ clock, intervalMs: 1000, probe, onHang });
  clock.advance(1999);
  expect(onHang).not.toHaveBeenCalled();
  clock.advance(10_000);
  expect(onHang).toHaveBeenCalledOnce();
  expect(clock.pendingTimers).toBe(0);
});

it('leaves a worker alone that answers late, and measures its CPU', async () => {
  const clock = new FakeClock();
  const onHang = vi.fn();
  const answers: ((usage: { cpuTimeMs: number }) => void)[] = [];
  const probe = () => new Promise<{ cpuTimeMs: number }>((resolve) => answers.push(resolve));
  const watchdog = new WorkerWatchdog({ clock, intervalMs: 1000, probe, onHang });
  for (let cpuTimeMs = 0; cpuTimeMs < 5000; cpuTimeMs += 500) {
    clock.advance(1000);
    answers.at(-1)?.({ cpuTimeMs });
    await settle();
    clock.advance(1000);
  }
  expect(onHang).not.toHaveBeenCalled();
  expect(watchdog.cpuCores).toBeCloseTo(0.25);
  watchdog.stop();
  expect(clock.pendingTimers).toBe(0);
});
