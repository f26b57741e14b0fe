import { limits } from '@lianmai/shared';
import { useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { EyeIcon, EyeOffIcon } from '../../ui/icons/index.ts';

interface PasswordFieldProps {
  label: string;
  value: string;
  isNew?: boolean;
  error: string | null;
  testId: string;
  onChange: (value: string) => void;
}

/** A password, which one may look at while typing it. */
export function PasswordField({ label, value, isNew = false, error, testId, onChange }: PasswordFieldProps) {
  const { t } = useI18n();
  const [isShown, setShown] = useState(false);
  return (
    <TextField
      label={label}
      hint={isNew ? t('account.passwordHint', { count: limits.passwordLeast }) : undefined}
      error={error}
      type={isShown ? 'text' : 'password'}
      value={value}
      maxLength={limits.passwordLength}
      autoComplete={isNew ? 'new-password' : 'current-password'}
      autoCapitalize="none"
      spellCheck={false}
      data-testid={testId}
      onChange={(event) => onChange(event.target.value)}
      action={
        <IconButton
          label={t(isShown ? 'account.hidePassword' : 'account.showPassword')}
          className="input-action"
          aria-pressed={isShown}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? <EyeOffIcon /> : <EyeIcon />}
        </IconButton>
      }
    />
  );
}
