import type { Me } from '@lianmai/shared';
import { useCallback, useEffect, useState } from 'react';
import { Header } from '../../app/Header.tsx';
import { useServices } from '../../app/Services.tsx';
import { StatePage } from '../../app/StatePage.tsx';
import { useI18n } from '../../i18n/index.ts';
import { LiveError } from '../../sdk/index.ts';
import { Button } from '../../ui/Button.tsx';
import { FailurePanel } from '../../ui/FailurePanel.tsx';
import { UserIcon } from '../../ui/icons/index.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import { StatePanel } from '../../ui/StatePanel.tsx';
import { PushSwitch } from '../follows/PushSwitch.tsx';
import { useAccountDialog } from '../identity/AccountDialogs.tsx';
import { useIdentity } from '../identity/useIdentity.ts';
import { NameSection } from './NameSection.tsx';
import { PasswordSection } from './PasswordSection.tsx';
import { PictureSection } from './PictureSection.tsx';
import { SessionsSection } from './SessionsSection.tsx';
import './profile.css';

/** Who one is here, and everything about that which one can change. */
export function ProfilePage() {
  const { t } = useI18n();
  const me = useIdentity();
  const openAccount = useAccountDialog();
  if (me) return <Profile key={me.user.id} />;
  return (
    <StatePage>
      <StatePanel
        icon={<UserIcon size={36} />}
        heading="h1"
        title={t('profile.nobodyTitle')}
        text={t('profile.nobodyText')}
        testId="profile-nobody"
      >
        <Button look="primary" onClick={() => openAccount('signIn')} data-testid="profile-sign-in">
          {t('account.signInOrRegister')}
        </Button>
      </StatePanel>
    </StatePage>
  );
}

function Profile() {
  const { t } = useI18n();
  const { me, error, load, setMe } = useMe();
  if (error) {
    return (
      <StatePage>
        <FailurePanel
          title={t('profile.errorTitle')}
          code={error.code}
          onRetry={load}
          testId="profile-error"
          heading="h1"
        />
      </StatePage>
    );
  }
  if (!me) {
    return (
      <StatePage>
        <Spinner />
      </StatePage>
    );
  }
  return (
    <>
      <Header />
      <main className="profile" id="content" tabIndex={-1} data-testid="profile" data-kind={me.kind}>
        <h1 className="profile__title">{t('profile.title')}</h1>
        {me.kind === 'guest' && <GuestNote />}
        <PictureSection me={me} onChanged={setMe} />
        {me.kind !== 'external' && <NameSection me={me} onChanged={setMe} />}
        <section className="profile__card">
          <PushSwitch />
        </section>
        {me.kind === 'account' && (
          <>
            <PasswordSection />
            <SessionsSection />
          </>
        )}
      </main>
    </>
  );
}

function GuestNote() {
  const { t } = useI18n();
  const openAccount = useAccountDialog();
  return (
    <section className="profile__guest">
      <div>
        <h2 className="profile__card-title">{t('profile.guestTitle')}</h2>
        <p className="profile__text">{t('profile.guestText')}</p>
      </div>
      <Button look="primary" onClick={() => openAccount('register')} data-testid="profile-register">
        {t('account.register')}
      </Button>
    </section>
  );
}

function useMe() {
  const { identity } = useServices();
  const kind = useIdentity()?.kind;
  const [me, setMe] = useState<Me | null>(null);
  const [error, setError] = useState<LiveError | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const leaving = new AbortController();
    setError(null);
    identity.me(leaving.signal).then(setMe, (cause: unknown) => {
      if (!leaving.signal.aborted) setError(LiveError.from(cause));
    });
    return () => leaving.abort();
    // A guest who registered has another answer.
  }, [identity, attempt, kind]);
  const load = useCallback(() => setAttempt((before) => before + 1), []);
  return { me, error, load, setMe };
}
