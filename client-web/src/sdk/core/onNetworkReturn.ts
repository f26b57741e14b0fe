// A phone's page that was frozen in the background has lost its connections without being told.
const longSleepMs = 30_000;

/** Calls `listener` when the browser says that it is online (again), and when the page wakes from a long sleep. */
export function onNetworkReturn(listener: () => void): () => void {
  if (typeof window === 'undefined') return () => undefined;
  let hiddenSinceMs: number | null = null;
  const visibilityChanged = () => {
    if (document.visibilityState === 'hidden') hiddenSinceMs = Date.now();
    else if (hiddenSinceMs !== null && Date.now() - hiddenSinceMs > longSleepMs) listener();
  };
  window.addEventListener('online', listener);
  document.addEventListener('visibilitychange', visibilityChanged);
  return () => {
    window.removeEventListener('online', listener);
    document.removeEventListener('visibilitychange', visibilityChanged);
  };
}
