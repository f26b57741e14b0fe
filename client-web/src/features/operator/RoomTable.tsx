import type { OperatorRoom } from '@lianmai/shared';
import { Link } from '../../app/Router.tsx';
import { useI18n } from '../../i18n/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { BanIcon, ChartIcon, StopIcon } from '../../ui/icons/index.ts';
import { LiveBadge } from '../../ui/LiveBadge.tsx';
import { createFigureFormats } from '../statistics/figureTexts.ts';
import type { RoomAsked } from './RoomActions.tsx';

interface RoomTableProps {
  rooms: readonly OperatorRoom[];
  onAsk: (asked: RoomAsked) => void;
}

/** Rooms with the figures of their running show, one a line. */
export function RoomTable({ rooms, onAsk }: RoomTableProps) {
  const { t, language } = useI18n();
  const { count, span, delay } = createFigureFormats(language);
  return (
    <div className="figure-card figure-table__scroll operator-table" data-testid="operator-list">
      <table className="figure-table">
        <thead>
          <tr>
            <th scope="col">{t('operator.column.room')}</th>
            <th scope="col">{t('figure.viewers')}</th>
            <th scope="col">{t('figure.peakViewers')}</th>
            <th scope="col">{t('figure.averageWatch')}</th>
            <th scope="col">{t('figure.chatMessages')}</th>
            <th scope="col">{t('figure.income')}</th>
            <th scope="col">
              {t('figure.joinTime')} <small>{t('quality.worst')}</small>
            </th>
            <th scope="col">{t('figure.stalls')}</th>
            <th scope="col">
              <span className="visually-hidden">{t('operator.column.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rooms.map((entry) => (
            <tr key={entry.room.id} data-room-id={entry.room.id}>
              <th scope="row">
                <Link to={{ page: 'room', roomId: entry.room.id }} className="operator-table__room">
                  <span className="operator-table__title truncate">{entry.room.title}</span>
                  <span className="operator-table__anchor">
                    <LiveBadge isLive={entry.showId !== null} />
                    {entry.room.anchor.name}
                  </span>
                </Link>
              </th>
              <td>{entry.figures ? count(entry.figures.viewers) : '–'}</td>
              <td>{entry.figures ? count(entry.figures.peakViewers) : '–'}</td>
              <td>{entry.figures ? span(entry.figures.averageWatchMs) : '–'}</td>
              <td>{entry.figures ? count(entry.figures.chatMessages) : '–'}</td>
              <td>{entry.figures ? count(entry.figures.income) : '–'}</td>
              <td>{delay(entry.joinP95Ms)}</td>
              <td>{entry.figures ? count(entry.stalls) : '–'}</td>
              <td>
                <span className="wall-cell__icons">
                  <Link
                    to={
                      entry.showId
                        ? { page: 'show', showId: entry.showId }
                        : { page: 'shows', roomId: entry.room.id }
                    }
                    className="icon-button"
                    aria-label={t('operator.figures')}
                    title={t('operator.figures')}
                  >
                    <ChartIcon />
                  </Link>
                  <IconButton
                    label={t('operator.stop')}
                    disabled={entry.showId === null}
                    onClick={() => onAsk({ act: 'stop', entry })}
                  >
                    <StopIcon />
                  </IconButton>
                  <IconButton label={t('operator.ban')} onClick={() => onAsk({ act: 'ban', entry })}>
                    <BanIcon />
                  </IconButton>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
