import { useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { CopyField } from '../../ui/CopyField.tsx';
import { SwitchField } from '../../ui/fields.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { useRoomInvitation } from './useRoomInvitation.ts';

interface InvitationLinkProps {
  roomId: string;
  onError: (cause: unknown) => void;
}

/** The link that lets people into this private room, to copy and to replace. */
export function InvitationLink({ roomId, onError }: InvitationLinkProps) {
  const { t } = useI18n();
  const toast = useToast();
  const { url, renew } = useRoomInvitation(roomId, onError);
  const [renewing, setRenewing] = useState<'no' | 'asking' | 'busy'>('no');
  const [uninvites, setUninvites] = useState(false);
  const ask = () => {
    setUninvites(false);
    setRenewing('asking');
  };
  const confirm = async () => {
    setRenewing('busy');
    try {
      await renew({ uninvite: uninvites });
      toast(t('access.renewed'));
    } catch (cause) {
      onError(cause);
    } finally {
      setRenewing('no');
    }
  };
  return (
    <div className="invitation-link" aria-busy={url === null}>
      <CopyField label={t('access.invitation')} value={url ?? '…'} testId="room-invitation-link" />
      <p className="field__hint">{t('access.invitationHint')}</p>
      <Button
        look="quiet"
        className="invitation-link__renew"
        disabled={url === null}
        data-testid="room-invitation-renew"
        onClick={ask}
      >
        {t('access.renew')}
      </Button>
      {renewing !== 'no' && (
        <ConfirmDialog
          title={t('access.renewTitle')}
          text={t('access.renewText')}
          confirm={t('access.renew')}
          isBusy={renewing === 'busy'}
          testId="room-invitation"
          onClose={() => setRenewing('no')}
          onConfirm={() => void confirm()}
        >
          <SwitchField
            label={t('access.uninvite')}
            hint={t('access.uninviteHint')}
            isOn={uninvites}
            onChange={setUninvites}
            testId="room-invitation-uninvite"
          />
        </ConfirmDialog>
      )}
    </div>
  );
}
