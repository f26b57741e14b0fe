import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { underLease } from './exclusively.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function sharedStorage() {
  const stored = new Map<string, string>();
  return {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  };
}

it('keeps pages without Web Locks from doing it at the same time', async () => {
  const storage = sharedStorage();
  const pages = Array.from({ length: 4 }, () => underLease(storage));
  let running = 0;
  let most = 0;
  const work = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 50));
    running -= 1;
  };
  const all = Promise.all(pages.map((exclusively) => exclusively('x', work)));
  await vi.runAllTimersAsync();
  await all;
  expect(most).toBe(1);
});

it('goes on when a page died with the lease in its hands', async () => {
  const storage = sharedStorage();
  storage.setItem('lianmai.lease.x', `gone ${Date.now() + 15_000}`);
  const done = underLease(storage)('x', async () => 'done');
  await vi.runAllTimersAsync();
  await expect(done).resolves.toBe('done');
});

it('gives the turn to the next one after a failure', async () => {
  const exclusively = underLease(null);
  const failed = exclusively('x', () => Promise.reject(new Error('no')));
  await expect(failed).rejects.toThrow('no');
  await expect(exclusively('x', async () => 1)).resolves.toBe(1);
});
