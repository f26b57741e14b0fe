import type { RoomView } from '@lianmai/shared';
import type { ReactNode } from 'react';
import { pathOf } from '../../app/routes.ts';
import { useI18n } from '../../i18n/index.ts';
import type { PlaybackState } from '../../player/index.ts';
import { CopyField } from '../../ui/CopyField.tsx';
import { Figures } from '../../ui/Figures.tsx';
import { playbackFigures } from './playbackFigures.ts';
import { useStreamAddresses } from './useStreamAddresses.ts';

interface RoomDetailsProps {
  room: RoomView | null;
  roomId: string;
  playback: PlaybackState;
  /** Says who and what; null where that stands elsewhere on the screen. */
  head: ReactNode;
  /** Stands below everything. */
  foot?: ReactNode;
}

/** How well it plays, and where else: beside the player, or in a phone's sheet. */
export function RoomDetails({ room, roomId, playback, head, foot }: RoomDetailsProps) {
  const { t, formats } = useI18n();
  const { flv, hls } = useStreamAddresses(roomId, room?.status === 'live');
  return (
    <div className="details">
      {head}
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
      {foot}
    </div>
  );
}
