import { useCallback, useEffect, useRef, useState } from 'react';
import { LiveError } from '../../sdk/index.ts';

export type Loaded<T> =
  | { phase: 'loading' }
  | { phase: 'ready'; value: T }
  | { phase: 'failed'; error: LiveError };

/** Something from the server, and how to fetch it anew; what is there stays while that takes. */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>): [Loaded<T>, () => void] {
  const [state, setState] = useState<Loaded<T>>({ phase: 'loading' });
  const [turn, setTurn] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    const leaving = new AbortController();
    latest.current(leaving.signal).then(
      (value) => !leaving.signal.aborted && setState({ phase: 'ready', value }),
      (cause: unknown) =>
        !leaving.signal.aborted && setState({ phase: 'failed', error: LiveError.from(cause) }),
    );
    return () => leaving.abort();
  }, [turn]);
  return [state, useCallback(() => setTurn((before) => before + 1), [])];
}
