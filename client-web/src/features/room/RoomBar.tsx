import type { RoomView } from '@lianmai/shared';
import { Link } from '../../app/Router.tsx';
import { useI18n } from '../../i18n/index.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { CloseIcon, UsersIcon } from '../../ui/icons/index.ts';
import { LiveBadge } from '../../ui/LiveBadge.tsx';

interface RoomBarProps {
  room: RoomView | null;
  isLive: boolean;
  /** Full-bleed: the anchor and the way out lie over the picture. */
  isPhone: boolean;
}

export function RoomBar({ room, isLive, isPhone }: RoomBarProps) {
  const { t, tCount, formats } = useI18n();
  const viewers = room && (
    <span className="pill" title={tCount('live.viewers', room.viewerCount)}>
      <UsersIcon size={14} />
      <span data-testid="viewer-count">{formats.compact(room.viewerCount)}</span>
      <span className="visually-hidden">{tCount('live.viewers', room.viewerCount)}</span>
    </span>
  );
  return (
    <div className="room-bar">
      {isPhone && room && (
        <div className="anchor-card" data-testid="room-anchor">
          <Avatar user={room.anchor} size={36} />
          <span className="anchor-card__lines">
            <span className="anchor-card__name truncate">{room.anchor.name}</span>
            <span className="anchor-card__role">{t('live.anchor')}</span>
          </span>
        </div>
      )}
      <LiveBadge isLive={isLive} testId="room-live-badge" />
      {viewers}
      {isPhone && (
        <Link
          to={{ page: 'lobby' }}
          className="icon-button icon-button--glass room-bar__close"
          aria-label={t('common.toLobby')}
          data-testid="room-close"
        >
          <CloseIcon />
        </Link>
      )}
    </div>
  );
}
