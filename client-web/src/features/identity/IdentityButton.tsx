import { useI18n } from '../../i18n/index.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { UserIcon } from '../../ui/icons/index.ts';
import { useAccountDialog } from './AccountDialogs.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { useIdentity } from './useIdentity.ts';
import './identity.css';

/** Who one is; opens the menu of what is theirs, or, for nobody, the ways to become somebody. */
export function IdentityButton() {
  const { t } = useI18n();
  const me = useIdentity();
  const openAccount = useAccountDialog();
  if (me) {
    return (
      <AccountMenu
        me={me}
        trigger={
          <>
            <Avatar user={me.user} size={32} />
            <span className="identity__name truncate">{me.user.name}</span>
          </>
        }
      />
    );
  }
  return (
    <button
      type="button"
      className="identity"
      aria-label={t('account.signInOrRegister')}
      aria-haspopup="dialog"
      data-testid="guest-identity"
      onClick={() => openAccount('signIn')}
    >
      <UserIcon />
      <span className="identity__name truncate">{t('account.signIn')}</span>
    </button>
  );
}
