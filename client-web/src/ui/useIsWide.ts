import { useSyncExternalStore } from 'react';

const wide = '(min-width: 960px)';

/** Room for a panel beside the picture. The same width as in the stylesheets. */
export function useIsWide(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(wide).matches);
}

function subscribe(listener: () => void): () => void {
  const query = matchMedia(wide);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
