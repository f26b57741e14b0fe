import { useEffect, useState } from 'react';
import { StageSound } from '../../../player/index.ts';
import type { LiveClient } from '../../../sdk/index.ts';

/** Makes the guests and a PK's rival heard in the studio. A function while the browser refuses sound: call it from a press. */
export function useGuestSound(client: LiveClient): (() => void) | null {
  const [unblock, setUnblock] = useState<(() => void) | null>(null);
  useEffect(() => {
    const sound = new StageSound({
      users: client.subscriber.users,
      // Their own encoder's: heard, if at all, with its picture.
      isOurs: ({ roomId, seat }) => seat !== 0 || roomId !== client.room.getSnapshot().room?.id,
    });
    const show = () => setUnblock(() => (sound.isBlocked.getSnapshot() ? () => void sound.unblock() : null));
    const stopWatching = sound.isBlocked.subscribe(show);
    sound.start();
    return () => {
      stopWatching();
      sound.stop();
    };
  }, [client]);
  return unblock;
}
