import type { Clock } from './Clock.ts';

/** Waits, but no longer than until somebody calls it off. */
export async function pause(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const end = (): void => resolve();
  const cancel = clock.after(ms, end);
  signal?.addEventListener('abort', end, { once: true });
  await over;
  cancel();
  signal?.removeEventListener('abort', end);
}
