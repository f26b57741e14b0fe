import { useEffect, useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { plainAddress } from '../../player/index.ts';

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
        // Whoever gets an address without a token can have the one that does not expire as well: that is what other players want.
        const address = (type: string) => {
          const source = sources.find((one) => one.type === type);
          return source ? plainAddress(source.url) : null;
        };
        setAddresses({ flv: address('flv'), hls: address('hls') });
      },
      // The addresses are an extra: without them the section is not shown.
      () => setAddresses(none),
    );
    return () => leaving.abort();
  }, [publicRest, roomId, isLive]);
  return addresses;
}
