import { limits, type OperatorRoom, type SanctionDuration } from '@lianmai/shared';
import { useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { describeError, LiveError } from '../../sdk/index.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { SelectField, TextField } from '../../ui/fields.tsx';
import { ClockIcon } from '../../ui/icons/index.ts';
import { useToast } from '../../ui/Toasts.tsx';

export interface RoomAsked {
  act: 'stop' | 'ban';
  entry: OperatorRoom;
}

interface RoomActionsProps {
  asked: RoomAsked;
  onClose: () => void;
  onDone: () => void;
}

const daySeconds = 24 * 3600;
const durations: Record<string, SanctionDuration> = {
  day: daySeconds,
  week: 7 * daySeconds,
  forever: 'forever',
};

/** Asks before a show is stopped or an anchor is banned, and does it. */
export function RoomActions({ asked, onClose, onDone }: RoomActionsProps) {
  const { t, language } = useI18n();
  const { rest, operator } = useServices();
  const toast = useToast();
  const { room, showId } = asked.entry;
  const anchor = room.anchor.name;
  const [reason, setReason] = useState('');
  const [duration, setDuration] = useState('day');
  const [isBusy, setBusy] = useState(false);
  const isBan = asked.act === 'ban';

  const act = async () => {
    setBusy(true);
    try {
      if (isBan) {
        const given = reason.trim();
        await operator.sanction({
          userId: room.anchor.id,
          kind: 'ban',
          duration: durations[duration] ?? daySeconds,
          ...(given ? { reason: given } : {}),
        });
      }
      if (showId !== null) await stop();
      toast(isBan ? t('operator.banned', { anchor }) : t('operator.stopped'));
      onDone();
      onClose();
    } catch (cause) {
      toast(describeError(LiveError.from(cause).code, language), 'error');
      setBusy(false);
    }
  };

  /** A ban may have ended it already. */
  const stop = async () => {
    try {
      await rest.endRoom(room.id);
    } catch (cause) {
      const { code } = LiveError.from(cause);
      if (code !== 'room_not_live' && code !== 'room_not_found') throw cause;
    }
  };

  return (
    <ConfirmDialog
      title={isBan ? t('operator.banTitle', { anchor }) : t('operator.stop')}
      text={isBan ? t('operator.banText') : t('operator.stopText', { title: room.title, anchor })}
      confirm={t(isBan ? 'operator.ban' : 'operator.stop')}
      look="danger"
      isBusy={isBusy}
      testId={`operator-${asked.act}`}
      cancelTestId="operator-cancel"
      onClose={onClose}
      onConfirm={() => void act()}
    >
      {isBan && (
        <div className="operator-ban">
          <SelectField
            label={t('operator.banDuration')}
            icon={<ClockIcon size={20} />}
            value={duration}
            onChange={(event) => setDuration(event.target.value)}
            data-testid="operator-ban-duration"
          >
            <option value="day">{t('operator.banDay')}</option>
            <option value="week">{t('operator.banWeek')}</option>
            <option value="forever">{t('operator.banForever')}</option>
          </SelectField>
          <TextField
            label={t('operator.banReason')}
            value={reason}
            maxLength={limits.reasonLength}
            autoComplete="off"
            onChange={(event) => setReason(event.target.value)}
            data-testid="operator-ban-reason"
          />
        </div>
      )}
    </ConfirmDialog>
  );
}
