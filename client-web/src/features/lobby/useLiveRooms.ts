import type { RoomView } from '@lianmai/shared';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { LiveError, type RestClient } from '../../sdk/index.ts';

const refreshMs = 5_000;
const pageSize = 24;
/** The server's largest page. A lobby longer than this refreshes its first hundred. */
const maxRefreshed = 100;

export type LobbyState =
  | { phase: 'loading' }
  | { phase: 'failed'; error: LiveError }
  | {
      phase: 'ready';
      rooms: readonly RoomView[];
      nextCursor: string | null;
      isStale: boolean;
      isLoadingMore: boolean;
    };

/** The live rooms, refreshed every few seconds while the page is visible. */
export function useLiveRooms() {
  const { publicRest } = useServices();
  const [state, setState] = useState<LobbyState>({ phase: 'loading' });
  const shown = useRef(0);
  shown.current = state.phase === 'ready' ? state.rooms.length : 0;

  const refresh = useCallback(
    async (signal?: AbortSignal) => {
      const loaded = await loadFirst(publicRest, shown.current, signal);
      if (!signal?.aborted)
        setState((before) => (loaded instanceof LiveError ? failed(before, loaded) : loaded));
    },
    [publicRest],
  );

  useEffect(() => {
    const leaving = new AbortController();
    const tick = () => {
      if (document.visibilityState === 'visible') void refresh(leaving.signal);
    };
    tick();
    const timer = setInterval(tick, refreshMs);
    document.addEventListener('visibilitychange', tick);
    return () => {
      leaving.abort();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [refresh]);

  const loadMore = async () => {
    if (state.phase !== 'ready' || state.nextCursor === null) return;
    setState({ ...state, isLoadingMore: true });
    try {
      const page = await publicRest.listRooms({ status: 'live', limit: pageSize, cursor: state.nextCursor });
      setState((before) => append(before, page.rooms, page.nextCursor));
    } catch (cause) {
      setState((before) => failed(before, LiveError.from(cause)));
    }
  };

  return { state, loadMore, retry: () => refresh() };
}

async function loadFirst(
  rest: RestClient,
  shown: number,
  signal?: AbortSignal,
): Promise<LobbyState | LiveError> {
  const limit = Math.min(maxRefreshed, Math.max(pageSize, shown));
  try {
    const page = await rest.listRooms({ status: 'live', limit, signal });
    return {
      phase: 'ready',
      rooms: page.rooms,
      nextCursor: page.nextCursor,
      isStale: false,
      isLoadingMore: false,
    };
  } catch (cause) {
    return LiveError.from(cause);
  }
}

/** A lobby that showed rooms keeps showing them. */
function failed(before: LobbyState, error: LiveError): LobbyState {
  if (before.phase === 'ready') return { ...before, isStale: true, isLoadingMore: false };
  return { phase: 'failed', error };
}

function append(before: LobbyState, rooms: readonly RoomView[], nextCursor: string | null): LobbyState {
  if (before.phase !== 'ready') return before;
  const known = new Set(before.rooms.map((room) => room.id));
  const added = rooms.filter((room) => !known.has(room.id));
  return { ...before, rooms: [...before.rooms, ...added], nextCursor, isLoadingMore: false };
}
