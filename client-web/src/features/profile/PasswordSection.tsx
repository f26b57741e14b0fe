import { limits } from '@lianmai/shared';
import { useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { Button } from '../../ui/Button.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { PasswordField } from '../identity/PasswordField.tsx';
import { useSubmit } from '../identity/useSubmit.ts';

export function PasswordSection() {
  const { t } = useI18n();
  const { identity } = useServices();
  const toast = useToast();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const { isBusy, error, onSubmit } = useSubmit(
    async () => {
      await identity.changePassword({ current, next });
      setCurrent('');
      setNext('');
      toast(t('profile.passwordChanged'));
    },
    ({ code }) => (code === 'credentials_wrong' ? t('profile.passwordWrong') : null),
  );
  return (
    <form className="profile__card" onSubmit={onSubmit}>
      <h2 className="profile__card-title">{t('profile.passwordTitle')}</h2>
      <div className="profile__columns">
        <PasswordField
          label={t('profile.currentPassword')}
          value={current}
          error={error}
          testId="profile-current-password"
          onChange={setCurrent}
        />
        <PasswordField
          label={t('profile.newPassword')}
          value={next}
          isNew
          error={null}
          testId="profile-new-password"
          onChange={setNext}
        />
      </div>
      <div>
        <Button
          type="submit"
          isBusy={isBusy}
          disabled={current === '' || next.length < limits.passwordLeast}
          data-testid="profile-password-save"
        >
          {t('profile.changePassword')}
        </Button>
      </div>
    </form>
  );
}
