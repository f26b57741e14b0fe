import { useI18n } from '../../i18n/index.ts';
import { ScheduleCard } from './ScheduleCard.tsx';
import { useSchedule } from './useSchedule.ts';

/** In the lobby: what is to come, of all rooms. Nothing announced, nothing drawn. */
export function LobbySchedule() {
  const { t } = useI18n();
  const { shows, toggleReminder } = useSchedule(null);
  if (!shows || shows.length === 0) return null;
  return (
    <section className="lobby-schedule" aria-label={t('schedule.title')} data-testid="lobby-schedule">
      <h2 className="lobby-schedule__title">{t('schedule.title')}</h2>
      <ul className="lobby-schedule__list">
        {shows.map((show) => (
          <li key={show.id}>
            <ScheduleCard show={show} onToggle={() => void toggleReminder(show)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** In a room: its next show. */
export function RoomSchedule({ roomId }: { roomId: string }) {
  const { t } = useI18n();
  const { shows, toggleReminder } = useSchedule(roomId);
  const next = shows?.[0];
  if (!next) return null;
  return (
    <section className="room-schedule" aria-label={t('schedule.next')} data-testid="room-schedule">
      <h3 className="room-schedule__title">{t('schedule.next')}</h3>
      <ScheduleCard show={next} isInRoom onToggle={() => void toggleReminder(next)} />
    </section>
  );
}
