import { useCallback, useEffect, useState } from 'react';
import { useServices } from '../../app/Services.tsx';

/** The link that lets people into a private room; null before it is there, and for a room that needs none. */
export function useRoomInvitation(
  { roomId, isPrivate }: { roomId: string; isPrivate: boolean },
  onError: (cause: unknown) => void,
) {
  const { rest } = useServices();
  const [url, setUrl] = useState<string | null>(null);

  useEffect(() => {
    setUrl(null);
    if (!isPrivate) return;
    const leaving = new AbortController();
    rest.roomInvitation(roomId, leaving.signal).then(
      ({ url: found }) => leaving.signal.aborted || setUrl(found),
      (cause) => leaving.signal.aborted || onError(cause),
    );
    return () => leaving.abort();
  }, [rest, roomId, isPrivate, onError]);

  const renew = useCallback(async () => {
    setUrl((await rest.renewRoomInvitation(roomId)).url);
  }, [rest, roomId]);

  return { url, renew };
}
