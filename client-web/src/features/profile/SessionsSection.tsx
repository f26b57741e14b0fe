import { useState } from 'react';
import { useNavigation } from '../../app/Router.tsx';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorBanner } from '../../ui/ErrorBanner.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { useLogout } from '../identity/useLogout.ts';
import { useSubmit } from '../identity/useSubmit.ts';

/** Out here, or out everywhere. */
export function SessionsSection() {
  const { t } = useI18n();
  const { navigate } = useNavigation();
  const logout = useLogout();
  const [isAsking, setAsking] = useState(false);
  return (
    <section className="profile__card">
      <h2 className="profile__card-title">{t('profile.sessionsTitle')}</h2>
      <p className="profile__text">{t('profile.sessionsText')}</p>
      <div className="profile__actions">
        <Button
          onClick={() => {
            void logout();
            navigate({ page: 'lobby' });
          }}
          data-testid="profile-logout"
        >
          {t('account.logout')}
        </Button>
        <Button look="danger" onClick={() => setAsking(true)} data-testid="profile-logout-everywhere">
          {t('profile.logoutEverywhere')}
        </Button>
      </div>
      {isAsking && <LogoutEverywhere onClose={() => setAsking(false)} />}
    </section>
  );
}

function LogoutEverywhere({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const { identity } = useServices();
  const { navigate } = useNavigation();
  const toast = useToast();
  const { isBusy, error, onSubmit } = useSubmit(async () => {
    await identity.logoutEverywhere();
    toast(t('profile.loggedOutEverywhere'));
    navigate({ page: 'lobby' });
  });
  return (
    <Dialog
      title={t('profile.logoutEverywhereTitle')}
      text={t('profile.logoutEverywhereText')}
      testId="logout-everywhere-dialog"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="danger" isBusy={isBusy} onClick={onSubmit} data-testid="logout-everywhere-confirm">
            {t('profile.logoutEverywhere')}
          </Button>
        </>
      }
    >
      <ErrorBanner>{error}</ErrorBanner>
    </Dialog>
  );
}
