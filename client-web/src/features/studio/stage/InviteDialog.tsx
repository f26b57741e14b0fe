import type { UserRef } from '@lianmai/shared';
import { useEffect, useState } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Spinner } from '../../../ui/Spinner.tsx';
import { useToast } from '../../../ui/Toasts.tsx';
import type { StudioStage } from './useStudioStage.ts';

interface InviteDialogProps {
  stage: StudioStage;
  /** null: any free one. */
  seat: number | null;
  onClose: () => void;
}

const refreshMs = 4000;

/** Viewers who can be asked on stage. */
export function InviteDialog({ stage, seat, onClose }: InviteDialogProps) {
  const { t } = useI18n();
  const viewers = useViewers(stage);
  const invited = new Set(stage.backstage.invitations.map(({ user }) => user.id));
  return (
    <Dialog
      title={
        seat === null ? t('host.inviteTitle') : `${t('host.inviteTitle')} · ${t('stage.seatN', { seat })}`
      }
      testId="studio-invite-dialog"
      onClose={onClose}
    >
      {viewers === null && (
        <div className="dialog__wait">
          <Spinner />
        </div>
      )}
      {viewers?.length === 0 && <p className="field__hint">{t('host.noViewers')}</p>}
      {viewers && viewers.length > 0 && (
        <ul className="people-list">
          {viewers.map((user) => (
            <li key={user.id} className="people-list__person">
              <Avatar user={user} size={40} />
              <span className="people-list__name truncate">{user.name}</span>
              <InviteButton user={user} stage={stage} seat={seat} isInvited={invited.has(user.id)} />
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

interface InviteButtonProps {
  user: UserRef;
  stage: StudioStage;
  seat: number | null;
  isInvited: boolean;
}

function InviteButton({ user, stage, seat, isInvited }: InviteButtonProps) {
  const { t } = useI18n();
  const toast = useToast();
  const [isBusy, setBusy] = useState(false);
  const invite = async () => {
    setBusy(true);
    try {
      await stage.client.stage.invite(user.id, seat ?? undefined);
      toast(t('host.invited', { name: user.name }));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      look={isInvited ? 'quiet' : 'primary'}
      isBusy={isBusy}
      disabled={isInvited}
      data-testid="studio-invite-viewer"
      data-user={user.id}
      onClick={() => stage.run(invite())}
    >
      {t(isInvited ? 'stage.reserved' : 'host.invite')}
    </Button>
  );
}

/** Null until the first answer. */
function useViewers({ client, run }: StudioStage): readonly UserRef[] | null {
  const [viewers, setViewers] = useState<readonly UserRef[] | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const load = async () => {
      const answer = await client.stage.viewers();
      if (isCurrent) setViewers(answer.viewers);
    };
    run(load());
    const timer = setInterval(() => void load().catch(() => undefined), refreshMs);
    return () => {
      isCurrent = false;
      clearInterval(timer);
    };
  }, [client, run]);
  return viewers;
}
