import { limits } from '@lianmai/shared';
import { useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorBanner } from '../../ui/ErrorBanner.tsx';
import { TextField } from '../../ui/fields.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { PasswordField } from './PasswordField.tsx';
import { useIdentity } from './useIdentity.ts';
import { useSubmit } from './useSubmit.ts';

const accountPattern = /^[A-Za-z0-9_.-]{3,32}$/;

/** A new account; a guest keeps their name and everything that is theirs. */
export function RegisterForm({ onDone }: { onDone: () => void }) {
  const { t } = useI18n();
  const { identity } = useServices();
  const toast = useToast();
  const me = useIdentity();
  const [name, setName] = useState(me?.user.name ?? '');
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  // Nothing is called wrong before it was sent once.
  const [wasSent, setSent] = useState(false);
  const wrong = {
    name: name.trim() === '' ? t('account.nameEmpty') : null,
    account: accountPattern.test(account.trim()) ? null : t('account.accountWrong'),
    password:
      password.length < limits.passwordLeast
        ? t('account.passwordShort', { count: limits.passwordLeast })
        : null,
  };
  const { isBusy, error, onSubmit } = useSubmit(async () => {
    setSent(true);
    if (wrong.name || wrong.account || wrong.password) return;
    const { user } = await identity.register({ account: account.trim(), password, name: name.trim() });
    toast(t('account.signedInAs', { name: user.name }));
    onDone();
  });
  return (
    <form className="account-form" onSubmit={onSubmit} noValidate aria-label={t('account.register')}>
      <TextField
        label={t('account.name')}
        value={name}
        maxLength={limits.nameLength}
        autoComplete="nickname"
        error={wasSent ? wrong.name : null}
        data-testid="account-display-name"
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label={t('account.account')}
        hint={t('account.accountHint')}
        value={account}
        maxLength={32}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        error={wasSent ? wrong.account : null}
        data-testid="account-name"
        onChange={(event) => setAccount(event.target.value)}
      />
      <PasswordField
        label={t('account.password')}
        value={password}
        isNew
        error={wasSent ? wrong.password : null}
        testId="account-password"
        onChange={setPassword}
      />
      <ErrorBanner testId="account-error">{error}</ErrorBanner>
      <Button type="submit" look="primary" isLarge isWide isBusy={isBusy} data-testid="account-submit">
        {t('account.register')}
      </Button>
    </form>
  );
}
