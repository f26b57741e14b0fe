import type { RoomView } from '@lianmai/shared';
import { type FormEvent, useEffect, useState } from 'react';
import { useServices } from '../../../app/Services.tsx';
import { useI18n } from '../../../i18n/index.ts';
import { describeError, LiveError } from '../../../sdk/index.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { ErrorBanner } from '../../../ui/ErrorBanner.tsx';
import { Segments, TextField } from '../../../ui/fields.tsx';
import { UsersIcon } from '../../../ui/icons/index.ts';
import { Spinner } from '../../../ui/Spinner.tsx';
import type { StudioStage } from './useStudioStage.ts';

interface PkInviteDialogProps {
  stage: StudioStage;
  roomId: string;
  onClose: () => void;
}

const minutes = ['3', '5', '10'] as const;
const refreshMs = 5000;

/** Another live room to stand side by side with. */
export function PkInviteDialog({ stage, roomId, onClose }: PkInviteDialogProps) {
  const { t, language } = useI18n();
  const [duration, setDuration] = useState<(typeof minutes)[number]>('5');
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const rooms = useOtherRooms(roomId);

  const invite = async (rivalId: string) => {
    setBusy(rivalId);
    setError(null);
    try {
      await stage.client.pk.invite(rivalId, Number(duration) * 60_000);
      onClose();
    } catch (cause) {
      setError(describeError(LiveError.from(cause).code, language));
      setBusy(null);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim()) void invite(typed.trim());
  };

  return (
    <Dialog title={t('pk.startTitle')} text={t('pk.startText')} testId="pk-invite-dialog" onClose={onClose}>
      <Segments
        label={t('pk.duration')}
        choices={minutes.map((value) => ({ value, label: t('pk.minutes', { n: value }) }))}
        value={duration}
        onChoose={setDuration}
        testId="pk-duration"
      />
      <Rooms rooms={rooms} busy={busy} onInvite={(rivalId) => void invite(rivalId)} />
      <ErrorBanner testId="pk-invite-error">{error}</ErrorBanner>
      <form onSubmit={submit}>
        <TextField
          label={t('pk.byId')}
          value={typed}
          placeholder={t('pk.byIdPlaceholder')}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={64}
          data-testid="pk-room-id"
          onChange={(event) => setTyped(event.target.value)}
          action={
            <Button
              type="submit"
              disabled={typed.trim() === '' || busy !== null}
              data-testid="pk-room-id-send"
            >
              {t('pk.invite')}
            </Button>
          }
        />
      </form>
    </Dialog>
  );
}

interface RoomsProps {
  rooms: readonly RoomView[] | null;
  busy: string | null;
  onInvite: (roomId: string) => void;
}

function Rooms({ rooms, busy, onInvite }: RoomsProps) {
  const { t, tCount, formats } = useI18n();
  if (!rooms) {
    return (
      <div className="dialog__wait">
        <Spinner />
      </div>
    );
  }
  if (rooms.length === 0) return <p className="field__hint">{t('pk.noRooms')}</p>;
  return (
    <ul className="people-list">
      {rooms.map(({ id, title, anchor, viewerCount }) => (
        <li key={id} className="people-list__person">
          <Avatar user={anchor} size={40} />
          <span className="people-list__lines">
            <span className="people-list__name truncate">{anchor.name}</span>
            <span className="field__hint truncate" title={tCount('live.viewers', viewerCount)}>
              {title} · <UsersIcon size={12} /> {formats.compact(viewerCount)}
            </span>
          </span>
          <Button
            look="primary"
            isBusy={busy === id}
            disabled={busy !== null}
            data-testid="pk-invite-room"
            data-room-id={id}
            onClick={() => onInvite(id)}
          >
            {t('pk.invite')}
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** Null until the first answer. */
function useOtherRooms(roomId: string): readonly RoomView[] | null {
  const { publicRest } = useServices();
  const [rooms, setRooms] = useState<readonly RoomView[] | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    const load = () =>
      publicRest.listRooms({ status: 'live', limit: 50, signal: leaving.signal }).then(
        (page) => setRooms(page.rooms.filter(({ id }) => id !== roomId)),
        // The next look may succeed; a room can still be named by its id.
        () => setRooms((before) => (leaving.signal.aborted ? before : (before ?? []))),
      );
    void load();
    const timer = setInterval(() => void load(), refreshMs);
    return () => {
      leaving.abort();
      clearInterval(timer);
    };
  }, [publicRest, roomId]);
  return rooms;
}
