import type { ServerInfo } from '@lianmai/shared';
import { useEffect, useState } from 'react';
import { useServices } from '../../app/Services.tsx';

/** What the server offers; null until it has answered. */
export function useServerInfo(): ServerInfo | null {
  const { publicRest } = useServices();
  const [info, setInfo] = useState<ServerInfo | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    publicRest.serverInfo(leaving.signal).then(setInfo, () => undefined);
    return () => leaving.abort();
  }, [publicRest]);
  return info;
}
