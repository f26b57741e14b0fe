import type { RoomView } from '@lianmai/shared';
import { Link } from '../../app/Router.tsx';
import { useI18n } from '../../i18n/index.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Cover } from '../../ui/Cover.tsx';
import { UsersIcon } from '../../ui/icons/index.ts';
import { LiveBadge } from '../../ui/LiveBadge.tsx';

export function RoomCard({ room }: { room: RoomView }) {
  const { t, tCount, formats } = useI18n();
  const { id, title, anchor, coverUrl, viewerCount, startedAt } = room;
  return (
    <Link
      to={{ page: 'room', roomId: id }}
      className="room-card"
      aria-label={`${t('lobby.watch', { title, name: anchor.name })}, ${tCount('live.viewers', viewerCount)}`}
      data-testid="lobby-room-card"
      data-room-id={id}
    >
      <span className="room-card__picture">
        <Cover seed={id} title={title} url={coverUrl} className="room-card__cover" />
        <span className="room-card__top">
          <LiveBadge />
        </span>
        <span className="room-card__bottom">
          <span className="pill">
            <UsersIcon size={14} />
            <span data-testid="viewer-count">{formats.compact(viewerCount)}</span>
          </span>
        </span>
      </span>
      <span className="room-card__text">
        <Avatar user={anchor} size={38} />
        <span className="room-card__lines">
          <span className="room-card__title">{title}</span>
          <span className="room-card__meta truncate">
            {anchor.name}
            {startedAt && <> · {t('live.startedAgo', { time: formats.ago(startedAt, Date.now()) })}</>}
          </span>
        </span>
      </span>
    </Link>
  );
}

export function RoomCardSkeleton() {
  return (
    <div className="room-card" aria-hidden="true">
      <span className="room-card__picture skeleton" />
      <span className="room-card__text">
        <span className="skeleton" style={{ width: 38, height: 38, borderRadius: '50%', flex: 'none' }} />
        <span className="room-card__lines" style={{ gap: 8 }}>
          <span className="skeleton" style={{ width: '80%', height: 15 }} />
          <span className="skeleton" style={{ width: '50%', height: 12 }} />
        </span>
      </span>
    </div>
  );
}
