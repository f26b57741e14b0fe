import { useEffect, useState } from 'react';
import { useServices } from '../../app/Services.tsx';

interface StreamAddresses {
  flv: string | null;
  hls: string | null;
}

const none: StreamAddresses = { flv: null, hls: null };

/** Where other players find the running show. */
export function useStreamAddresses(roomId: string, isLive: boolean): StreamAddresses {
  const { publicRest } = useServices();
  const [addresses, setAddresses] = useState(none);
  useEffect(() => {
    if (!isLive) return setAddresses(none);
    const leaving = new AbortController();
    publicRest.getStream(roomId, leaving.signal).then(
      ({ sources }) => {
        const address = (type: string) => plainAddress(sources.find((source) => source.type === type)?.url);
        setAddresses({ flv: address('flv'), hls: address('hls') });
      },
      // The addresses are an extra: without them the section is not shown.
      () => setAddresses(none),
    );
    return () => leaving.abort();
  }, [publicRest, roomId, isLive]);
  return addresses;
}

/** Whoever gets an address without a token can have the one that does not expire as well: that is what other players want. */
function plainAddress(signed: string | undefined): string | null {
  return signed?.replace(/\/live\/t\/[^/]+\//, '/live/') ?? null;
}
