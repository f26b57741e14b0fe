import { useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { UserIcon } from '../../ui/icons/index.ts';
import { GuestForm } from './GuestForm.tsx';
import { useIdentity } from './useIdentity.ts';
import './identity.css';

/** Who one is, and the way to change the name. */
export function IdentityButton() {
  const { t } = useI18n();
  const guest = useIdentity();
  const [isOpen, setOpen] = useState(false);
  const label = guest ? t('guest.change', { name: guest.user.name }) : t('guest.signIn');
  return (
    <>
      <button
        type="button"
        className="identity"
        aria-label={label}
        title={label}
        aria-haspopup="dialog"
        data-testid="guest-identity"
        onClick={() => setOpen(true)}
      >
        {guest ? <Avatar user={guest.user} size={32} /> : <UserIcon />}
        <span className="identity__name truncate">{guest?.user.name ?? t('guest.signIn')}</span>
      </button>
      {isOpen && (
        <Dialog
          title={t('guest.title')}
          text={t('guest.text')}
          testId="guest-dialog"
          onClose={() => setOpen(false)}
        >
          <GuestForm onDone={() => setOpen(false)} />
        </Dialog>
      )}
    </>
  );
}
