import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { useToast } from '../../ui/Toasts.tsx';
import { AccountDialog, type AccountView } from './AccountDialog.tsx';

type OpenAccount = (view: AccountView) => void;

const AccountDialogContext = createContext<OpenAccount>(() => undefined);

/** One dialog for the whole page, opened from anywhere; says so when the server has ended a sign-in. */
export function AccountDialogs({ children }: { children: ReactNode }) {
  const { t } = useI18n();
  const { identity } = useServices();
  const toast = useToast();
  const [view, setView] = useState<AccountView | null>(null);
  const open = useCallback<OpenAccount>((next) => setView(next), []);

  useEffect(
    () =>
      identity.on('revoked', () =>
        toast(t('account.revoked'), 'error', {
          label: t('account.signIn'),
          onPress: () => setView('signIn'),
        }),
      ),
    [identity, toast, t],
  );

  const dialog = useMemo(
    () => view && <AccountDialog view={view} onView={setView} onClose={() => setView(null)} />,
    [view],
  );
  return (
    <AccountDialogContext value={open}>
      {children}
      {dialog}
    </AccountDialogContext>
  );
}

export function useAccountDialog(): OpenAccount {
  return use(AccountDialogContext);
}
