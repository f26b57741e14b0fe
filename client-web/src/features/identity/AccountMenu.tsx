import { type ReactNode, useState } from 'react';
import { useNavigation } from '../../app/Router.tsx';
import { useI18n } from '../../i18n/index.ts';
import type { Credentials } from '../../sdk/index.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { EditIcon, FollowIcon, LeaveIcon, UserIcon, WalletIcon } from '../../ui/icons/index.ts';
import { Popover } from '../../ui/Popover.tsx';
import { useAccountDialog } from './AccountDialogs.tsx';
import { useLogout } from './useLogout.ts';

interface AccountMenuProps {
  me: Credentials;
  trigger: ReactNode;
}

/** What is mine: profile, follows, signing in as somebody with an account, or out. */
export function AccountMenu({ me, trigger }: AccountMenuProps) {
  const { t } = useI18n();
  const { navigate } = useNavigation();
  const openAccount = useAccountDialog();
  const logout = useLogout();
  const [isOpen, setOpen] = useState(false);
  const isGuest = me.kind === 'guest';
  const choose = (action: () => void) => () => {
    setOpen(false);
    action();
  };
  return (
    <Popover
      label={t('account.menu', { name: me.user.name })}
      trigger={trigger}
      triggerClass="identity"
      testId={isGuest ? 'guest-identity' : 'account-identity'}
      isOpen={isOpen}
      onOpen={setOpen}
    >
      <div className="account-menu" data-testid="account-menu" data-kind={me.kind}>
        <div className="account-menu__head">
          <Avatar user={me.user} size={44} />
          <span className="account-menu__who">
            <span className="account-menu__name truncate">{me.user.name}</span>
            {isGuest && <span className="account-menu__kind">{t('account.guest')}</span>}
          </span>
        </div>
        {isGuest && (
          <>
            <button
              type="button"
              className="button button--primary button--wide account-menu__sign-in"
              data-testid="account-menu-sign-in"
              onClick={choose(() => openAccount('signIn'))}
            >
              {t('account.signInOrRegister')}
            </button>
            <MenuItem
              icon={<EditIcon size={20} />}
              testId="account-menu-rename"
              onPress={choose(() => openAccount('guest'))}
            >
              {t('account.changeName')}
            </MenuItem>
          </>
        )}
        <MenuItem
          icon={<UserIcon size={20} />}
          testId="account-menu-profile"
          onPress={choose(() => navigate({ page: 'me' }))}
        >
          {t('account.profile')}
        </MenuItem>
        <MenuItem
          icon={<FollowIcon size={20} />}
          testId="account-menu-follows"
          onPress={choose(() => navigate({ page: 'follows' }))}
        >
          {t('account.follows')}
        </MenuItem>
        <MenuItem
          icon={<WalletIcon size={20} />}
          testId="account-menu-wallet"
          onPress={choose(() => navigate({ page: 'wallet' }))}
        >
          {t('wallet.title')}
        </MenuItem>
        {!isGuest && (
          <MenuItem
            icon={<LeaveIcon size={20} />}
            testId="account-menu-logout"
            onPress={choose(() => void logout())}
          >
            {t('account.logout')}
          </MenuItem>
        )}
      </div>
    </Popover>
  );
}

interface MenuItemProps {
  icon: ReactNode;
  testId: string;
  onPress: () => void;
  children: ReactNode;
}

function MenuItem({ icon, testId, onPress, children }: MenuItemProps) {
  return (
    <button type="button" className="account-menu__item" data-testid={testId} onClick={onPress}>
      {icon}
      {children}
    </button>
  );
}
