import type { RoomView } from '@lianmai/shared';
import { pathOf } from '../../app/routes.ts';
import { useI18n } from '../../i18n/index.ts';
import type { PlaybackState } from '../../player/index.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { CopyField } from '../../ui/CopyField.tsx';
import { Figures } from '../../ui/Figures.tsx';
import { useNow } from '../../ui/useNow.ts';
import type { RoomStage } from '../stage/guest/useRoomStage.ts';
import { playbackFigures } from './playbackFigures.ts';
import { StageSection } from './StageSection.tsx';
import { useStreamAddresses } from './useStreamAddresses.ts';

interface RoomDetailsProps {
  room: RoomView | null;
  roomId: string;
  playback: PlaybackState;
  stage: RoomStage | null;
  /** Not where the seats have a sheet of their own. */
  hasSeats: boolean;
  onApply: (seat: number) => void;
}

/** Who, what, how well it plays, and where else: beside the player, or in a phone's sheet. */
export function RoomDetails({ room, roomId, playback, stage, hasSeats, onApply }: RoomDetailsProps) {
  const { t, formats } = useI18n();
  const { flv, hls } = useStreamAddresses(roomId, room?.status === 'live');
  return (
    <div className="details">
      {room ? <RoomHead room={room} /> : <RoomHeadSkeleton />}
      {hasSeats && stage && room?.status === 'live' && stage.stage.seats.length > 1 && (
        <section className="details__section" aria-label={t('stage.title')}>
          <h3 className="details__title">{t('stage.title')}</h3>
          <StageSection roomId={roomId} stage={stage} onApply={onApply} />
        </section>
      )}
      <section className="details__section" aria-label={t('room.playback')} data-testid="room-stats">
        <h3 className="details__title">{t('room.playback')}</h3>
        <Figures figures={playbackFigures(playback, t, formats)} />
      </section>
      <section className="details__section" aria-label={t('room.shareRoom')}>
        <CopyField
          label={t('room.shareRoom')}
          value={location.origin + pathOf({ page: 'room', roomId })}
          testId="room-share-link"
        />
      </section>
      {(flv || hls) && (
        <section className="details__section" aria-label={t('room.watchElsewhere')}>
          <div>
            <h3 className="details__title">{t('room.watchElsewhere')}</h3>
            <p className="field__hint">{t('room.watchElsewhereHint')}</p>
          </div>
          {flv && <CopyField label="HTTP-FLV" value={flv} testId="room-flv-address" />}
          {hls && <CopyField label="HLS" value={hls} testId="room-hls-address" />}
        </section>
      )}
    </div>
  );
}

function RoomHead({ room }: { room: RoomView }) {
  const { t, tCount, formats } = useI18n();
  const isLive = room.status === 'live';
  const now = useNow(isLive);
  const onAirMs = isLive && room.startedAt ? now - Date.parse(room.startedAt) : null;
  return (
    <section className="details__head">
      <h2 className="details__room-title" data-testid="room-title">
        {room.title}
      </h2>
      <div className="details__anchor">
        <Avatar user={room.anchor} size={46} />
        <div className="details__anchor-lines">
          <span className="details__anchor-name truncate" data-testid="room-anchor-name">
            {room.anchor.name}
          </span>
          <span className="details__meta tabular">
            {tCount('live.viewers', room.viewerCount)}
            {onAirMs !== null && <> · {t('live.onAirFor', { time: formats.duration(onAirMs) })}</>}
          </span>
        </div>
      </div>
    </section>
  );
}

function RoomHeadSkeleton() {
  return (
    <section className="details__head" aria-hidden="true">
      <span className="skeleton" style={{ height: 24, width: '85%' }} />
      <div className="details__anchor">
        <span className="skeleton" style={{ width: 46, height: 46, borderRadius: '50%' }} />
        <span className="skeleton" style={{ height: 16, width: 140 }} />
      </div>
    </section>
  );
}
