import type { RoomView } from '@lianmai/shared';
import { useEffect, useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { LiveClient, LiveError } from '../../sdk/index.ts';
import { useIdentityChanges } from '../identity/useIdentity.ts';
import { acceptInvitation, dropInvitation } from './roomInvitation.ts';

const refreshMs = 4_000;

export interface RoomConnection {
  client: LiveClient;
  /** Why entering failed for good. */
  entryError: LiveError | null;
  /** What REST says of the room: there before signalling is, and where signalling does not get through. */
  restRoom: RoomView | null;
}

/** Enters the room as a viewer for as long as the page is open. */
export function useRoomConnection(roomId: string): RoomConnection | null {
  const { identity } = useServices();
  const { language } = useI18n();
  const [client, setClient] = useState<LiveClient | null>(null);
  const [entryError, setEntryError] = useState<LiveError | null>(null);
  // Somebody else comes in by themselves; the same person under another name only says so.
  const [stay, setStay] = useState(0);
  useIdentityChanges({
    onSomebodyElse: () => setStay((before) => before + 1),
    onSomebody: () => entryError && setStay((before) => before + 1),
    onUpdated: () => client?.identityChanged(),
  });

  // Not again for another language: that is no reason to leave the room.
  useEffect(() => {
    let isCurrent = true;
    const joining = new LiveClient({ token: identity, language });
    setClient(joining);
    setEntryError(null);
    enter(joining, roomId, () => isCurrent).catch((cause: unknown) => {
      if (isCurrent) setEntryError(LiveError.from(cause));
    });
    return () => {
      isCurrent = false;
      setClient(null);
      void joining.leave().catch(() => undefined);
    };
  }, [identity, roomId, stay]);

  const { restRoom, restError } = useRestRoom(roomId, client);
  if (!client) return null;
  return { client, restRoom, entryError: entryError ?? restError };
}

/** With the invitation in the address, where there is one. Not any more, when who was about to come in has gone meanwhile. */
async function enter(client: LiveClient, roomId: string, isCurrent: () => boolean): Promise<void> {
  const refusal = await acceptInvitation(client, roomId);
  if (!isCurrent()) return;
  try {
    await client.join(roomId, { as: 'viewer', autoSubscribe: false });
    if (isCurrent()) dropInvitation();
  } catch (cause) {
    const error = LiveError.from(cause);
    // An old invitation matters only where one is needed.
    throw error.code === 'room_private' && refusal ? refusal : error;
  }
}

/** Asks REST once at the start, and again and again while signalling is not there to tell. */
function useRestRoom(roomId: string, client: LiveClient | null) {
  const { publicRest } = useServices();
  const [restRoom, setRestRoom] = useState<RoomView | null>(null);
  const [restError, setRestError] = useState<LiveError | null>(null);

  useEffect(() => {
    const leaving = new AbortController();
    const load = async () => {
      try {
        setRestRoom(await publicRest.getRoom(roomId, leaving.signal));
      } catch (cause) {
        const error = LiveError.from(cause);
        if (error.code === 'room_not_found' && !leaving.signal.aborted) setRestError(error);
      }
    };
    void load();
    // From here on signalling tells; should it break, an old answer of REST must not pass for the present.
    const stopListening = client?.on('stateChanged', ({ phase }) => {
      if (phase === 'joined') setRestRoom(null);
    });
    const timer = setInterval(() => {
      if (client?.state.getSnapshot().phase !== 'joined') void load();
    }, refreshMs);
    return () => {
      leaving.abort();
      stopListening?.();
      clearInterval(timer);
    };
  }, [publicRest, roomId, client]);

  return { restRoom, restError };
}
