import type { StreamKeyView } from '@lianmai/shared';
import { useCallback, useEffect, useState } from 'react';
import { useServices } from '../../../app/Services.tsx';
import { LiveError } from '../../../sdk/index.ts';

export type StreamKeyState =
  | { phase: 'loading' }
  | { phase: 'ready'; key: StreamKeyView; isRenewing: boolean }
  | { phase: 'failed'; error: LiveError };

/** The stream key of one's own room, and another one on demand. */
export function useStreamKey(roomId: string) {
  const { rest } = useServices();
  const [state, setState] = useState<StreamKeyState>({ phase: 'loading' });
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    const leaving = new AbortController();
    setState({ phase: 'loading' });
    rest.streamKey(roomId, leaving.signal).then(
      (key) => leaving.signal.aborted || setState({ phase: 'ready', key, isRenewing: false }),
      (cause) => leaving.signal.aborted || setState({ phase: 'failed', error: LiveError.from(cause) }),
    );
    return () => leaving.abort();
  }, [rest, roomId, attempt]);

  /** @throws LiveError; the key before stays good then */
  const renew = useCallback(async () => {
    if (state.phase !== 'ready') return;
    setState({ ...state, isRenewing: true });
    try {
      setState({ phase: 'ready', key: await rest.renewStreamKey(roomId), isRenewing: false });
    } catch (cause) {
      setState({ ...state, isRenewing: false });
      throw cause;
    }
  }, [rest, roomId, state]);

  return { state, renew, retry: () => setAttempt(attempt + 1) };
}
