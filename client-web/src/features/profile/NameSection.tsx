import { limits, type Me } from '@lianmai/shared';
import { useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { useSubmit } from '../identity/useSubmit.ts';

export function NameSection({ me, onChanged }: { me: Me; onChanged: (me: Me) => void }) {
  const { t } = useI18n();
  const { identity } = useServices();
  const toast = useToast();
  const [name, setName] = useState(me.user.name);
  const chosen = name.trim();
  const { isBusy, error, onSubmit } = useSubmit(async () => {
    if (me.kind === 'guest') {
      const { user } = await identity.signInAsGuest(chosen);
      onChanged({ ...me, user });
    } else onChanged(await identity.updateMe({ name: chosen }));
    toast(t('profile.saved'));
  });
  return (
    <form className="profile__card" onSubmit={onSubmit}>
      <TextField
        label={t('account.name')}
        value={name}
        maxLength={limits.nameLength}
        autoComplete="nickname"
        error={error}
        data-testid="profile-name-field"
        onChange={(event) => setName(event.target.value)}
        action={
          <Button
            type="submit"
            look="primary"
            className="profile__save"
            isBusy={isBusy}
            disabled={chosen === '' || chosen === me.user.name}
            data-testid="profile-name-save"
          >
            {t('common.save')}
          </Button>
        }
      />
    </form>
  );
}
