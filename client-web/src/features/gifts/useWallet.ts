import type { Gift } from '@lianmai/shared';
import { useCallback, useEffect, useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { LiveError } from '../../sdk/index.ts';

export interface Loaded<T> {
  value: T | null;
  error: LiveError | null;
  reload: () => void;
}

/** Something that REST answers, with its loading and failing. `load` must stay the same function. */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [value, setValue] = useState<T | null>(null);
  const [error, setError] = useState<LiveError | null>(null);
  const [round, setRound] = useState(0);

  useEffect(() => {
    const leaving = new AbortController();
    setError(null);
    load(leaving.signal).then(setValue, (cause: unknown) => {
      if (!leaving.signal.aborted) setError(LiveError.from(cause));
    });
    return () => leaving.abort();
  }, [load, round]);

  return { value, error, reload: useCallback(() => setRound((before) => before + 1), []) };
}

export function useCatalogue(): Loaded<Gift[]> {
  const { gifts } = useServices();
  return useLoaded(useCallback((signal: AbortSignal) => gifts.catalogue(signal), [gifts]));
}
