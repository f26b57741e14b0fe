import { useCallback, useEffect, useState } from 'react';
import { LiveError } from '../../sdk/index.ts';

export type Polled<T> =
  | { phase: 'loading' }
  | { phase: 'failed'; error: LiveError }
  /** `isStale`: what was loaded last; the server does not answer now. */
  | { phase: 'ready'; value: T; isStale: boolean };

/**
 * Loads now and then again every `everyMs` while the page is visible; what was loaded stays on screen when that fails.
 * @param everyMs `null`: once
 */
export function usePolled<T>(
  load: (signal: AbortSignal) => Promise<T>,
  everyMs: number | null,
): { state: Polled<T>; reload: () => void } {
  const [state, setState] = useState<Polled<T>>({ phase: 'loading' });
  const [attempt, setAttempt] = useState(0);

  // Another attempt begins anew.
  useEffect(() => {
    const leaving = new AbortController();
    let isLoading = false;
    const tick = async () => {
      if (isLoading || document.visibilityState !== 'visible') return;
      isLoading = true;
      try {
        const value = await load(leaving.signal);
        if (!leaving.signal.aborted) setState({ phase: 'ready', value, isStale: false });
      } catch (cause) {
        if (!leaving.signal.aborted) setState((before) => failed(before, LiveError.from(cause)));
      } finally {
        isLoading = false;
      }
    };
    void tick();
    const timer = everyMs === null ? undefined : setInterval(() => void tick(), everyMs);
    const onVisible = () => void tick();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      leaving.abort();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [load, everyMs, attempt]);

  const reload = useCallback(() => setAttempt((before) => before + 1), []);
  return { state, reload };
}

function failed<T>(before: Polled<T>, error: LiveError): Polled<T> {
  // Nobody may go on seeing what they may not see any more.
  if (before.phase === 'ready' && error.retryable) return { ...before, isStale: true };
  return { phase: 'failed', error };
}
