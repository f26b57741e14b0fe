import { useEffect } from 'react';
import type { PlaybackLadder } from '../player/index.ts';
import type { LiveClient } from '../sdk/index.ts';
import { isDebugging } from './Router.tsx';

/** What `?debug` puts on `window` for tests and for looking inside. */
export interface LianmaiDebug {
  client: LiveClient | null;
  ladder: PlaybackLadder | null;
}

declare global {
  interface Window {
    lianmaiDebug?: LianmaiDebug;
  }
}

export function useDebugHandle(client: LiveClient | null, ladder: PlaybackLadder | null): void {
  useEffect(() => {
    if (!isDebugging()) return;
    window.lianmaiDebug = { client, ladder };
    return () => {
      window.lianmaiDebug = undefined;
    };
  }, [client, ladder]);
}
