import type { RoomView } from '@lianmai/shared';
import type { ReactNode } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { useNow } from '../../ui/useNow.ts';
import type { RoomStage } from '../stage/guest/useRoomStage.ts';
import { StageSection } from './StageSection.tsx';

interface RoomHeadProps {
  room: RoomView | null;
  stage: RoomStage | null;
  follow: ReactNode;
  onApply: (seat: number) => void;
}

/** Above the tabs: whose room this is, and the seats while there is a stage. */
export function RoomHead({ room, stage, follow, onApply }: RoomHeadProps) {
  const { t } = useI18n();
  if (!room) return <RoomTitleSkeleton />;
  const hasSeats = stage !== null && room.status === 'live' && stage.stage.seats.length > 1;
  return (
    <>
      <RoomTitle room={room} follow={follow} />
      {hasSeats && (
        <section className="room-head__seats" aria-label={t('stage.title')}>
          <StageSection roomId={room.id} stage={stage} onApply={onApply} />
        </section>
      )}
    </>
  );
}

/** Who, and what. */
export function RoomTitle({ room, follow }: { room: RoomView; follow?: ReactNode }) {
  const { t, tCount, formats } = useI18n();
  const isLive = room.status === 'live';
  const now = useNow(isLive);
  const onAirMs = isLive && room.startedAt ? now - Date.parse(room.startedAt) : null;
  return (
    <section className="room-head">
      <Avatar user={room.anchor} size={46} />
      <div className="room-head__lines">
        <h2 className="room-head__title" data-testid="room-title" title={room.title}>
          {room.title}
        </h2>
        <span className="room-head__meta tabular">
          <bdi className="truncate" data-testid="room-anchor-name">
            {room.anchor.name}
          </bdi>
          <span>{tCount('live.viewers', room.viewerCount)}</span>
          {onAirMs !== null && <span>{t('live.onAirFor', { time: formats.duration(onAirMs) })}</span>}
        </span>
      </div>
      {follow}
    </section>
  );
}

function RoomTitleSkeleton() {
  return (
    <section className="room-head" aria-hidden="true">
      <span className="skeleton" style={{ width: 46, height: 46, borderRadius: '50%' }} />
      <div className="room-head__lines">
        <span className="skeleton" style={{ height: 18, width: '80%' }} />
        <span className="skeleton" style={{ height: 13, width: '50%', marginTop: 6 }} />
      </div>
    </section>
  );
}
