import { useI18n } from '../../i18n/index.ts';
import { HeartIcon, LockIcon, UsersIcon } from '../../ui/icons/index.ts';
import { LiveBadge } from '../../ui/LiveBadge.tsx';
import { Logo } from '../../ui/Logo.tsx';
import { NetworkBars, type NetworkLevel } from '../../ui/NetworkBars.tsx';
import { useNow } from '../../ui/useNow.ts';
import { useStore } from '../../ui/useStore.ts';
import type { Studio } from './useStudio.ts';

interface OnAirBarProps {
  studio: Studio;
  startedAtMs: number;
  network: 'unknown' | NetworkLevel;
}

/** How the show goes, in one line over the picture. */
export function OnAirBar({ studio, startedAtMs, network }: OnAirBarProps) {
  const { t, tCount, formats } = useI18n();
  const onAirMs = useNow() - startedAtMs;
  const { room } = useStore(studio.show.client.room);
  const clientState = useStore(studio.show.client.state);
  const level: NetworkLevel =
    clientState.phase === 'reconnecting' ? 'none' : network === 'unknown' ? 'good' : network;
  const viewerCount = room?.viewerCount ?? 0;
  const likeCount = useStore(studio.show.client.likes.total);
  return (
    <div className="on-air-bar">
      <span className="on-air-bar__brand">
        <Logo size={26} />
      </span>
      <LiveBadge testId="studio-live-badge" />
      {room?.access === 'private' && (
        <span className="pill" title={t('access.private')} data-testid="studio-private-badge">
          <LockIcon size={14} />
          <span className="on-air-bar__private">{t('access.private')}</span>
        </span>
      )}
      <span
        className="pill"
        title={t('live.onAirFor', { time: formats.duration(onAirMs) })}
        data-testid="studio-timer"
      >
        {formats.duration(onAirMs)}
      </span>
      <span className="pill" title={tCount('live.viewers', viewerCount)}>
        <UsersIcon size={14} />
        <span data-testid="viewer-count">{formats.compact(viewerCount)}</span>
        <span className="visually-hidden">{tCount('live.viewers', viewerCount)}</span>
      </span>
      <span className="pill" title={tCount('like.total', likeCount)}>
        <HeartIcon size={14} />
        <span data-testid="like-count">{formats.compact(likeCount)}</span>
        <span className="visually-hidden">{tCount('like.total', likeCount)}</span>
      </span>
      <span className="pill on-air-bar__network">
        <NetworkBars level={level} label={t(`network.${level}`)} />
      </span>
    </div>
  );
}
