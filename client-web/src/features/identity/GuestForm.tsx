import { limits } from '@lianmai/shared';
import { type FormEvent, useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { describeError, LiveError } from '../../sdk/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { DiceIcon } from '../../ui/icons/index.ts';
import { friendlyName } from './friendlyName.ts';
import { useIdentity } from './useIdentity.ts';

/** Asks for a name (one is suggested) and signs in under it. */
export function GuestForm({ onDone }: { onDone: () => void }) {
  const { t, language } = useI18n();
  const { identity } = useServices();
  const guest = useIdentity();
  const [name, setName] = useState(() => guest?.user.name ?? friendlyName(language));
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const submit = async () => {
    const chosen = name.trim();
    if (!chosen) return setError(t('guest.empty'));
    setBusy(true);
    setError(null);
    try {
      await identity.signInAsGuest(chosen);
      onDone();
    } catch (cause) {
      setError(describeError(LiveError.from(cause).code, language));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      className="guest-form"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextField
        label={t('guest.name')}
        value={name}
        maxLength={limits.nameLength}
        placeholder={t('guest.placeholder')}
        autoComplete="nickname"
        enterKeyHint="done"
        data-testid="guest-name"
        error={error}
        onChange={(event) => setName(event.target.value)}
        action={
          <IconButton
            label={t('guest.suggest')}
            className="guest-form__dice"
            data-testid="guest-suggest"
            onClick={() => setName(friendlyName(language))}
          >
            <DiceIcon />
          </IconButton>
        }
      />
      <Button type="submit" look="primary" isLarge isWide isBusy={isBusy} data-testid="guest-submit">
        {t('guest.submit')}
      </Button>
    </form>
  );
}
