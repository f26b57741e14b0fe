import type { RenewRoomInvitationBody } from '@lianmai/shared';
import { useCallback, useEffect, useState } from 'react';
import { useServices } from '../../app/Services.tsx';

/** The link that lets people into a private room; null before it is there. */
export function useRoomInvitation(roomId: string, onError: (cause: unknown) => void) {
  const { rest } = useServices();
  const [url, setUrl] = useState<string | null>(null);

  useEffect(() => {
    setUrl(null);
    const leaving = new AbortController();
    rest.roomInvitation(roomId, leaving.signal).then(
      ({ url: found }) => leaving.signal.aborted || setUrl(found),
      (cause) => leaving.signal.aborted || onError(cause),
    );
    return () => leaving.abort();
  }, [rest, roomId, onError]);

  const renew = useCallback(
    async (body: RenewRoomInvitationBody) => setUrl((await rest.renewRoomInvitation(roomId, body)).url),
    [rest, roomId],
  );

  return { url, renew };
}
