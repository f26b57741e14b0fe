import type { Follow } from '@lianmai/shared';
import { useCallback, useEffect, useState } from 'react';
import { Header } from '../../app/Header.tsx';
import { Link } from '../../app/Router.tsx';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { LiveError } from '../../sdk/index.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { FailurePanel } from '../../ui/FailurePanel.tsx';
import { FollowIcon } from '../../ui/icons/index.ts';
import { LiveBadge } from '../../ui/LiveBadge.tsx';
import { StatePanel } from '../../ui/StatePanel.tsx';
import { useIdentity } from '../identity/useIdentity.ts';
import { FollowButton } from './FollowButton.tsx';
import { PushSwitch } from './PushSwitch.tsx';
import './follows.css';

/** Whom one follows; those who are live stand first. */
export function FollowsPage() {
  const { t } = useI18n();
  const me = useIdentity();
  return (
    <>
      <Header />
      <main className="follows" id="content" tabIndex={-1}>
        <h1 className="follows__title">{t('follow.listTitle')}</h1>
        {me ? <FollowList key={me.user.id} /> : <NoFollows />}
      </main>
    </>
  );
}

function FollowList() {
  const { t } = useI18n();
  const { follows, nextCursor, error, isLoading, load, loadMore } = useMyFollows();
  if (error && follows.length === 0) {
    return (
      <FailurePanel title={t('follow.listError')} code={error.code} onRetry={load} testId="follows-error" />
    );
  }
  if (isLoading && follows.length === 0) return <FollowSkeletons />;
  if (follows.length === 0) return <NoFollows />;
  const liveFirst = [...follows].sort((a, b) => Number(b.liveRoom !== null) - Number(a.liveRoom !== null));
  return (
    <>
      <div className="follows__push">
        <PushSwitch />
      </div>
      <ul className="follows__list" data-testid="follows-list">
        {liveFirst.map((follow) => (
          <li key={follow.user.id}>
            <FollowLine follow={follow} />
          </li>
        ))}
      </ul>
      {nextCursor !== null && (
        <Button look="quiet" isBusy={isLoading} onClick={loadMore} data-testid="follows-more">
          {t('follow.more')}
        </Button>
      )}
    </>
  );
}

function FollowLine({ follow: { user, followedAt, liveRoom } }: { follow: Follow }) {
  const { t, formats } = useI18n();
  const lines = (
    <>
      <Avatar user={user} size={48} />
      <span className="follow-line__text">
        <span className="follow-line__name">
          <span className="truncate">{user.name}</span>
          {liveRoom && <LiveBadge />}
        </span>
        <span className="follow-line__what truncate">
          {liveRoom ? liveRoom.title : t('follow.since', { time: formats.ago(followedAt, Date.now()) })}
        </span>
      </span>
    </>
  );
  return (
    <div className="follow-line" data-testid="follow-line" data-user={user.id} data-live={liveRoom !== null}>
      {liveRoom ? (
        <Link
          to={{ page: 'room', roomId: liveRoom.id }}
          className="follow-line__main"
          aria-label={t('follow.watch', { name: user.name })}
        >
          {lines}
        </Link>
      ) : (
        <span className="follow-line__main">{lines}</span>
      )}
      <FollowButton anchor={user} />
    </div>
  );
}

function NoFollows() {
  const { t } = useI18n();
  return (
    <StatePanel
      icon={<FollowIcon size={36} />}
      tone="link"
      title={t('follow.listEmptyTitle')}
      text={t('follow.listEmptyText')}
      testId="follows-empty"
    >
      <Link to={{ page: 'lobby' }} className={buttonClass('primary')}>
        {t('common.toLobby')}
      </Link>
    </StatePanel>
  );
}

function FollowSkeletons() {
  return (
    <div className="follows__list" aria-hidden="true">
      {Array.from({ length: 5 }, (_, index) => (
        <div className="follow-line" key={index}>
          <span className="skeleton" style={{ width: 48, height: 48, borderRadius: '50%' }} />
          <span className="follow-line__text" style={{ gap: 8 }}>
            <span className="skeleton" style={{ width: '40%', height: 15 }} />
            <span className="skeleton" style={{ width: '60%', height: 12 }} />
          </span>
        </div>
      ))}
    </div>
  );
}

function useMyFollows() {
  const { follows: rest } = useServices();
  const [follows, setFollows] = useState<readonly Follow[]>([]);
  const [nextCursor, setNextCursor] = useState<string | null>(null);
  const [error, setError] = useState<LiveError | null>(null);
  const [isLoading, setLoading] = useState(true);
  const read = useCallback(
    async (cursor: string | null, signal?: AbortSignal) => {
      setLoading(true);
      setError(null);
      try {
        const page = await rest.myFollows({
          ...(cursor === null ? {} : { cursor }),
          ...(signal ? { signal } : {}),
        });
        setFollows((before) => (cursor === null ? page.follows : [...before, ...page.follows]));
        setNextCursor(page.nextCursor);
        setLoading(false);
      } catch (cause) {
        if (signal?.aborted) return;
        setError(LiveError.from(cause));
        setLoading(false);
      }
    },
    [rest],
  );
  useEffect(() => {
    const leaving = new AbortController();
    void read(null, leaving.signal);
    return () => leaving.abort();
  }, [read]);
  return {
    follows,
    nextCursor,
    error,
    isLoading,
    load: () => void read(null),
    loadMore: () => void read(nextCursor),
  };
}
