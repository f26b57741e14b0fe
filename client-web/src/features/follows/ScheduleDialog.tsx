import { limits, type RoomAccess, type ScheduledShow } from '@lianmai/shared';
import { useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { CloseIcon } from '../../ui/icons/index.ts';
import { useToast } from '../../ui/Toasts.tsx';
import { useSubmit } from '../identity/useSubmit.ts';
import { fromLocalInput, nextFullHour, toLocalInput } from './localTime.ts';
import { useSchedule } from './useSchedule.ts';

interface ScheduleDialogProps {
  /** null: there is no room yet; announcing makes one. */
  roomId: string | null;
  ensureRoom: (title: string) => Promise<string>;
  /** Of the room, or of the one that will be made. */
  access: RoomAccess;
  defaultTitle: string;
  onClose: () => void;
}

/** Announces shows, and shows what is announced. */
export function ScheduleDialog({ roomId, ensureRoom, access, defaultTitle, onClose }: ScheduleDialogProps) {
  const { t } = useI18n();
  const { follows } = useServices();
  const toast = useToast();
  const [title, setTitle] = useState(defaultTitle);
  const [startsAt, setStartsAt] = useState(() => toLocalInput(nextFullHour(new Date())));
  const [announcedIn, setAnnouncedIn] = useState(roomId);
  const [count, setCount] = useState(0);
  const { isBusy, error, onSubmit } = useSubmit(
    async () => {
      const room = await ensureRoom(title.trim());
      await follows.announce(room, { title: title.trim(), startsAt: fromLocalInput(startsAt).toISOString() });
      setAnnouncedIn(room);
      setCount((before) => before + 1);
      toast(t('schedule.announced'));
    },
    ({ code, fields }) => {
      if (fields.some(({ path }) => path === 'startsAt')) return t('schedule.timeOver');
      return code === 'limit_reached' ? t('schedule.full') : null;
    },
  );
  return (
    <Dialog
      title={t('schedule.announce')}
      text={t(access === 'private' ? 'schedule.announcePrivateText' : 'schedule.announceText')}
      testId="schedule-dialog"
      onClose={onClose}
    >
      {announcedIn !== null && <Announced key={count} roomId={announcedIn} />}
      <form className="account-form" onSubmit={onSubmit}>
        <TextField
          label={t('schedule.showTitle')}
          value={title}
          maxLength={limits.titleLength}
          autoComplete="off"
          data-testid="schedule-title"
          onChange={(event) => setTitle(event.target.value)}
        />
        <TextField
          label={t('schedule.startsAt')}
          type="datetime-local"
          value={startsAt}
          min={toLocalInput(new Date())}
          error={error}
          data-testid="schedule-starts-at"
          onChange={(event) => setStartsAt(event.target.value)}
        />
        <Button
          type="submit"
          look="primary"
          isLarge
          isWide
          isBusy={isBusy}
          disabled={title.trim() === '' || startsAt === ''}
          data-testid="schedule-announce"
        >
          {t('schedule.announceShort')}
        </Button>
      </form>
    </Dialog>
  );
}

function Announced({ roomId }: { roomId: string }) {
  const { shows, refresh } = useSchedule(roomId);
  if (!shows || shows.length === 0) return null;
  return (
    <ul className="announced" data-testid="schedule-announced">
      {shows.map((show) => (
        <li key={show.id}>
          <AnnouncedShow show={show} onCancelled={refresh} />
        </li>
      ))}
    </ul>
  );
}

function AnnouncedShow({ show, onCancelled }: { show: ScheduledShow; onCancelled: () => Promise<void> }) {
  const { t, tCount, formats } = useI18n();
  const { follows } = useServices();
  const toast = useToast();
  const [isSure, setSure] = useState(false);
  const { isBusy, error, onSubmit } = useSubmit(async () => {
    await follows.cancel(show.roomId, show.id);
    toast(t('schedule.cancelled'));
    await onCancelled();
  });
  return (
    <div className="announced__show" data-testid="schedule-announced-show">
      <span className="announced__text">
        <span className="announced__time tabular">{formats.moment(show.startsAt, Date.now())}</span>
        <span className="truncate">{show.title}</span>
        <span className="field__hint">{error ?? tCount('schedule.waiting', show.reminderCount)}</span>
      </span>
      {isSure ? (
        <Button look="danger" isBusy={isBusy} onClick={onSubmit} data-testid="schedule-cancel-sure">
          {t('schedule.cancelSure')}
        </Button>
      ) : (
        <IconButton
          label={t('schedule.cancelShow', { title: show.title })}
          data-testid="schedule-cancel"
          onClick={() => setSure(true)}
        >
          <CloseIcon size={18} />
        </IconButton>
      )}
    </div>
  );
}
