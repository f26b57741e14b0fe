import type { RoomView } from '@lianmai/shared';
import { Link } from '../../app/Router.tsx';
import { useI18n } from '../../i18n/index.ts';
import type { LiveClient } from '../../sdk/index.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { CloseIcon } from '../../ui/icons/index.ts';
import { LiveBadge } from '../../ui/LiveBadge.tsx';
import { FollowButton } from '../follows/FollowButton.tsx';
import { AudienceStrip } from '../interaction/audience/AudienceStrip.tsx';

interface RoomBarProps {
  client: LiveClient;
  room: RoomView | null;
  isLive: boolean;
  /** Full-bleed: the anchor and the way out lie over the picture. */
  isPhone: boolean;
}

export function RoomBar({ client, room, isLive, isPhone }: RoomBarProps) {
  const { t } = useI18n();
  return (
    <div className="room-bar">
      {isPhone && room && (
        <div className="anchor-card" data-testid="room-anchor">
          <Avatar user={room.anchor} size={36} />
          <span className="anchor-card__lines">
            <span className="anchor-card__name truncate">{room.anchor.name}</span>
            <span className="anchor-card__role">{t('live.anchor')}</span>
          </span>
          <FollowButton anchor={room.anchor} />
        </div>
      )}
      <LiveBadge isLive={isLive} testId="room-live-badge" />
      {room && <AudienceStrip client={client} viewerCount={room.viewerCount} opensList={isPhone} />}
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
