import {
  limits,
  type SanctionDuration,
  type SanctionKind,
  type SanctionScope,
  type UserRef,
} from '@lianmai/shared';
import { useState } from 'react';
import { type PlainKey, useI18n } from '../../i18n/index.ts';
import type { LiveClient } from '../../sdk/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Segments, SwitchField, TextField } from '../../ui/fields.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { useAct } from './useAct.ts';

interface SanctionDialogProps {
  kind: SanctionKind;
  user: UserRef;
  client: LiveClient;
  /** Operators may act on the whole platform. */
  isOperator: boolean;
  isLive: boolean;
  onClose: () => void;
  onDone: () => void;
}

const titles = {
  mute: 'moderation.muteTitle',
  kick: 'moderation.kickTitle',
  ban: 'moderation.banTitle',
} as const;
const texts = {
  mute: 'moderation.muteText',
  kick: 'moderation.kickText',
  ban: 'moderation.banText',
} as const satisfies Record<SanctionKind, PlainKey>;
const confirmations = {
  mute: 'moderation.mute',
  kick: 'moderation.kick',
  ban: 'moderation.ban',
} as const satisfies Record<SanctionKind, PlainKey>;
const results = {
  mute: 'moderation.muted',
  kick: 'moderation.kicked',
  ban: 'moderation.banned',
} as const;

const durations: Record<SanctionKind, { value: string; label: PlainKey }[]> = {
  mute: [
    { value: '600', label: 'moderation.minutes10' },
    { value: '3600', label: 'moderation.hour1' },
    { value: 'show', label: 'moderation.show' },
    { value: 'forever', label: 'moderation.forever' },
  ],
  kick: [
    { value: '600', label: 'moderation.minutes10' },
    { value: '3600', label: 'moderation.hour1' },
    { value: 'show', label: 'moderation.show' },
  ],
  ban: [
    { value: '86400', label: 'moderation.day1' },
    { value: '604800', label: 'moderation.days7' },
    { value: 'forever', label: 'moderation.forever' },
  ],
};

const reasons = [
  'moderation.reasonSpam',
  'moderation.reasonAbuse',
  'moderation.reasonSexual',
  'moderation.reasonFlood',
] as const satisfies readonly PlainKey[];

/** How long, why, and where: then it counts at once. */
export function SanctionDialog(props: SanctionDialogProps) {
  const { kind, user, client, isOperator, isLive, onClose, onDone } = props;
  const { t } = useI18n();
  const toast = useToast();
  const { isBusy, act } = useAct();
  const [duration, setDuration] = useState(kind === 'ban' ? 'forever' : '600');
  const [scope, setScope] = useState<SanctionScope>('room');
  const [reason, setReason] = useState('');
  const [deletesMessages, setDeletesMessages] = useState(kind === 'ban');
  const choices = durations[kind]
    .filter(({ value }) => value !== 'show' || (isLive && scope === 'room'))
    .map(({ value, label }) => ({ value, label: t(label) }));

  const impose = () =>
    act(async () => {
      await client.moderation.sanction({
        userId: user.id,
        kind,
        scope,
        duration: durationOf(duration),
        reason: reason.trim() || undefined,
        deleteMessages: deletesMessages && scope === 'room',
      });
      toast(t(results[kind], { name: user.name }));
      onDone();
    });

  return (
    <Dialog
      title={t(titles[kind], { name: user.name })}
      text={t(texts[kind])}
      testId="sanction-dialog"
      onClose={onClose}
      actions={
        <>
          <Button disabled={isBusy} onClick={onClose} data-testid="sanction-cancel">
            {t('common.cancel')}
          </Button>
          <Button look="danger" isBusy={isBusy} onClick={() => void impose()} data-testid="sanction-confirm">
            {t(confirmations[kind])}
          </Button>
        </>
      }
    >
      {isOperator && (
        <Segments
          label={t('moderation.scope')}
          choices={[
            { value: 'room', label: t('moderation.inRoom') },
            { value: 'platform', label: t('moderation.everywhere') },
          ]}
          value={scope}
          testId="sanction-scope"
          onChoose={(next) => {
            setScope(next);
            if (duration === 'show') setDuration('3600');
          }}
        />
      )}
      <Segments
        label={t('moderation.duration')}
        choices={choices}
        value={duration}
        testId="sanction-duration"
        onChoose={setDuration}
      />
      <div className="reason">
        <TextField
          label={t('moderation.reasonLabel')}
          value={reason}
          maxLength={limits.reasonLength}
          data-testid="sanction-reason"
          onChange={(event) => setReason(event.target.value)}
        />
        <div className="reason__chips">
          {reasons.map((key) => (
            <button key={key} type="button" className="chip" onClick={() => setReason(t(key))}>
              {t(key)}
            </button>
          ))}
        </div>
      </div>
      {scope === 'room' && (
        <SwitchField
          label={t('moderation.alsoDelete')}
          isOn={deletesMessages}
          testId="sanction-delete"
          onChange={setDeletesMessages}
        />
      )}
    </Dialog>
  );
}

function durationOf(value: string): SanctionDuration {
  return value === 'show' || value === 'forever' ? value : Number(value);
}
