import type { ScheduledShow } from '@lianmai/shared';
import { Link } from '../../app/Router.tsx';
import { useI18n } from '../../i18n/index.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { BellIcon, CheckIcon } from '../../ui/icons/index.ts';
import { useNow } from '../../ui/useNow.ts';
import { useIdentity } from '../identity/useIdentity.ts';
import './follows.css';

interface ScheduleCardProps {
  show: ScheduledShow;
  onToggle: () => void;
  /** In the room itself there is no need to say whose show it is. */
  isInRoom?: boolean;
}

/** When, what, by whom, and the way to be reminded. */
export function ScheduleCard({ show, onToggle, isInRoom = false }: ScheduleCardProps) {
  const { t, tCount, formats } = useI18n();
  const now = useNow(true);
  const isMine = useIdentity()?.user.id === show.anchor.id;
  const isDue = Date.parse(show.startsAt) <= now;
  const lines = (
    <>
      <time className="schedule-card__time tabular" dateTime={show.startsAt}>
        {isDue ? t('schedule.soon') : formats.moment(show.startsAt, now)}
      </time>
      <span className="schedule-card__title">{show.title}</span>
      <span className="schedule-card__meta">
        {!isInRoom && (
          <>
            <Avatar user={show.anchor} size={20} />
            <span className="truncate">{show.anchor.name}</span>
          </>
        )}
        {show.reminderCount > 0 && (
          <span className="schedule-card__count tabular">
            {!isInRoom && '· '}
            {tCount('schedule.waiting', show.reminderCount)}
          </span>
        )}
      </span>
    </>
  );
  return (
    <article className="schedule-card" data-testid="schedule-card" data-schedule-id={show.id}>
      {isInRoom ? (
        <div className="schedule-card__main">{lines}</div>
      ) : (
        <Link to={{ page: 'room', roomId: show.roomId }} className="schedule-card__main">
          {lines}
        </Link>
      )}
      {!isMine && (
        <button
          type="button"
          className={`follow-button ${show.isReminded ? 'follow-button--on' : 'follow-button--soft'}`}
          aria-pressed={show.isReminded === true}
          aria-label={t(show.isReminded ? 'schedule.unremindAbout' : 'schedule.remindAbout', {
            title: show.title,
          })}
          data-testid="schedule-remind"
          onClick={onToggle}
        >
          {show.isReminded ? <CheckIcon size={16} /> : <BellIcon size={16} />}
          {t(show.isReminded ? 'schedule.reminded' : 'schedule.remind')}
        </button>
      )}
    </article>
  );
}
