import { useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorBanner } from '../../ui/ErrorBanner.tsx';
import { TextField } from '../../ui/fields.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { PasswordField } from './PasswordField.tsx';
import { useSubmit } from './useSubmit.ts';

export function SignInForm({ onDone }: { onDone: () => void }) {
  const { t } = useI18n();
  const { identity } = useServices();
  const toast = useToast();
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const { isBusy, error, onSubmit } = useSubmit(async () => {
    const { user } = await identity.login({ account: account.trim(), password });
    toast(t('account.signedInAs', { name: user.name }));
    onDone();
  });
  return (
    <form className="account-form" onSubmit={onSubmit} aria-label={t('account.signIn')}>
      <TextField
        label={t('account.account')}
        value={account}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        data-testid="account-name"
        onChange={(event) => setAccount(event.target.value)}
      />
      <PasswordField
        label={t('account.password')}
        value={password}
        error={null}
        testId="account-password"
        onChange={setPassword}
      />
      <ErrorBanner testId="account-error">{error}</ErrorBanner>
      <Button
        type="submit"
        look="primary"
        isLarge
        isWide
        isBusy={isBusy}
        disabled={account.trim() === '' || password === ''}
        data-testid="account-submit"
      >
        {t('account.signIn')}
      </Button>
    </form>
  );
}
