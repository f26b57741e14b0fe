import { useI18n } from '../../i18n/index.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Segments } from '../../ui/fields.tsx';
import { GuestForm } from './GuestForm.tsx';
import { RegisterForm } from './RegisterForm.tsx';
import { SignInForm } from './SignInForm.tsx';
import { useIdentity } from './useIdentity.ts';
import { useServerInfo } from './useServerInfo.ts';

export type AccountView = 'signIn' | 'register' | 'guest';

interface AccountDialogProps {
  view: AccountView;
  onView: (view: AccountView) => void;
  onClose: () => void;
}

/** Every way to be somebody: an account one has, a new one, or a name for now. */
export function AccountDialog({ view, onView, onClose }: AccountDialogProps) {
  const { t } = useI18n();
  return (
    <Dialog
      title={t(titles[view])}
      testId={view === 'guest' ? 'guest-dialog' : 'account-dialog'}
      onClose={onClose}
    >
      <AccountForms view={view} onView={onView} onDone={onClose} />
    </Dialog>
  );
}

const titles = {
  signIn: 'account.signInTitle',
  register: 'account.registerTitle',
  guest: 'guest.title',
} as const;

/** The forms with the choice between them; also for pages of their own. */
export function AccountForms({
  view,
  onView,
  onDone,
}: Omit<AccountDialogProps, 'onClose'> & { onDone: () => void }) {
  const { t } = useI18n();
  const info = useServerInfo();
  const me = useIdentity();
  const choices: { value: AccountView; label: string }[] = [
    { value: 'signIn', label: t('account.signIn') },
    ...(info?.isRegistrationOpen === false
      ? []
      : [{ value: 'register' as const, label: t('account.register') }]),
    ...(info?.areGuestsAllowed === false ? [] : [{ value: 'guest' as const, label: t('account.guest') }]),
  ];
  return (
    <div className="account-forms" data-view={view}>
      {choices.length > 1 && (
        <Segments
          label={t('account.views')}
          isLabelHidden
          choices={choices}
          value={view}
          onChoose={onView}
          testId="account-view"
        />
      )}
      {view === 'register' && (
        <p className="account-forms__text">
          {t(me?.kind === 'guest' ? 'account.registerGuestText' : 'account.registerText')}
        </p>
      )}
      {view === 'guest' && <p className="account-forms__text">{t('guest.text')}</p>}
      {view === 'signIn' && <SignInForm onDone={onDone} />}
      {view === 'register' && <RegisterForm onDone={onDone} />}
      {view === 'guest' && <GuestForm onDone={onDone} />}
    </div>
  );
}
