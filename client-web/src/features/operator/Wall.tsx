import type { OperatorRoom } from '@lianmai/shared';
import { hrefOf, Link } from '../../app/Router.tsx';
import { useI18n } from '../../i18n/index.ts';
import { buttonClass, IconButton } from '../../ui/Button.tsx';
import { BanIcon, ChartIcon, EyeIcon, StopIcon } from '../../ui/icons/index.ts';
import { useNow } from '../../ui/useNow.ts';
import { createFigureFormats } from '../statistics/figureTexts.ts';
import type { RoomAsked } from './RoomActions.tsx';
import { SnapshotPicture } from './SnapshotPicture.tsx';

interface WallProps {
  rooms: readonly OperatorRoom[];
  onAsk: (asked: RoomAsked) => void;
}

/** A picture of every live room, each some seconds old, with what an operator does about it. */
export function Wall({ rooms, onAsk }: WallProps) {
  return (
    <ul className="wall" data-testid="operator-wall">
      {rooms.map((each) => (
        <li key={each.room.id}>
          <WallCell {...each} onAsk={onAsk} />
        </li>
      ))}
    </ul>
  );
}

function WallCell({ onAsk, ...entry }: OperatorRoom & Pick<WallProps, 'onAsk'>) {
  const { t, language, formats } = useI18n();
  const { count } = createFigureFormats(language);
  const nowMs = useNow();
  const { room, showId, figures, peopleOnAir } = entry;
  return (
    <article className="wall-cell" data-testid="wall-cell" data-room-id={room.id}>
      <div className="wall-cell__picture">
        <SnapshotPicture roomId={room.id} title={room.title} />
        <span className="wall-cell__pills">
          <span className="pill">
            <EyeIcon size={14} />
            <span data-testid="wall-viewers">{count(figures?.viewers ?? room.viewerCount)}</span>
          </span>
          {room.startedAt && (
            <span className="pill">{formats.duration(nowMs - Date.parse(room.startedAt))}</span>
          )}
          {peopleOnAir > 1 && <span className="pill">{t('operator.onAir', { count: peopleOnAir })}</span>}
        </span>
      </div>
      <div className="wall-cell__texts">
        <h3 className="wall-cell__title truncate">{room.title}</h3>
        <p className="wall-cell__anchor truncate">{room.anchor.name}</p>
      </div>
      <div className="wall-cell__actions">
        <a
          className={buttonClass('quiet')}
          href={hrefOf({ page: 'room', roomId: room.id })}
          target="_blank"
          rel="noreferrer"
          data-testid="wall-open"
        >
          {t('operator.open')}
        </a>
        <span className="wall-cell__icons">
          {showId && (
            <Link
              to={{ page: 'show', showId }}
              className="icon-button"
              aria-label={t('operator.figures')}
              title={t('operator.figures')}
              data-testid="wall-figures"
            >
              <ChartIcon />
            </Link>
          )}
          <IconButton
            label={t('operator.stop')}
            onClick={() => onAsk({ act: 'stop', entry })}
            data-testid="wall-stop"
          >
            <StopIcon />
          </IconButton>
          <IconButton
            label={t('operator.ban')}
            onClick={() => onAsk({ act: 'ban', entry })}
            data-testid="wall-ban"
          >
            <BanIcon />
          </IconButton>
        </span>
      </div>
    </article>
  );
}
