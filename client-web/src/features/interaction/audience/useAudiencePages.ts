import type { AudienceMember, AudiencePage } from '@lianmai/shared';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type LiveClient, LiveError, type LiveErrorCode } from '../../../sdk/index.ts';
import { useStore } from '../../../ui/useStore.ts';

/** The first page is asked for again when somebody has come or gone, but not more often. */
const refreshMs = 3000;

export interface AudiencePages {
  phase: 'loading' | 'ready' | 'failed';
  error: LiveErrorCode | null;
  members: readonly AudienceMember[];
  playerCount: number;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
  retry: () => void;
}

interface Loaded {
  members: readonly AudienceMember[];
  playerCount: number;
  nextCursor: string | null;
  /** More than the first page: it is not thrown away under the reader. */
  isDeep: boolean;
}

/** The list while it is looked at: the first page follows the room, more come when asked for. */
export function useAudiencePages(client: LiveClient): AudiencePages {
  const digest = useStore(client.audience.digest);
  const { phase } = useStore(client.state);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [error, setError] = useState<LiveErrorCode | null>(null);
  const [isLoadingMore, setLoadingMore] = useState(false);
  const loadedAtMs = useRef(Number.NEGATIVE_INFINITY);
  const isDeep = loaded?.isDeep === true;

  const load = useCallback(() => {
    loadedAtMs.current = Date.now();
    client.audience.list().then(
      (page) => {
        setError(null);
        setLoaded((before) => (before?.isDeep ? before : { ...page, isDeep: false }));
      },
      (failure: unknown) => setError(LiveError.from(failure).code),
    );
  }, [client]);

  useEffect(() => {
    if (phase !== 'joined' || isDeep) return;
    const waitMs = Math.max(0, loadedAtMs.current + refreshMs - Date.now());
    const timer = setTimeout(load, waitMs);
    return () => clearTimeout(timer);
  }, [phase, isDeep, digest, load]);

  const loadMore = () => {
    const cursor = loaded?.nextCursor;
    if (!loaded || !cursor || isLoadingMore) return;
    setLoadingMore(true);
    client.audience
      .list(cursor)
      .then(
        (page) => setLoaded({ ...joined(loaded, page), isDeep: true }),
        () => undefined,
      )
      .finally(() => setLoadingMore(false));
  };

  return {
    phase: loaded ? 'ready' : error ? 'failed' : 'loading',
    error,
    members: loaded?.members ?? [],
    playerCount: loaded?.playerCount ?? 0,
    hasMore: Boolean(loaded?.nextCursor),
    isLoadingMore,
    loadMore,
    retry: () => {
      setError(null);
      load();
    },
  };
}

/** Somebody who gave meanwhile may stand on both pages: the first place counts. */
function joined(loaded: Loaded, page: AudiencePage): Omit<Loaded, 'isDeep'> {
  const known = new Set(loaded.members.map(({ user }) => user.id));
  const added = page.members.filter(({ user }) => !known.has(user.id));
  return { ...page, members: [...loaded.members, ...added] };
}
