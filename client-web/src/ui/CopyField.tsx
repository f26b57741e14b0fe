import { useEffect, useState } from 'react';
import { useI18n } from '../i18n/index.ts';
import { IconButton } from './Button.tsx';
import { CheckIcon, CopyIcon, EyeIcon, EyeOffIcon } from './icons/index.ts';
import { useToast } from './Toasts.tsx';

interface CopyFieldProps {
  label: string;
  value: string;
  testId: string;
  hint?: string;
  /** Hidden until somebody asks to see it; copied all the same. */
  isSecret?: boolean;
}

/** Covers as much as it hides, whatever its length. */
const covered = '•'.repeat(24);

/** An address with a button that copies it. */
export function CopyField({ label, value, testId, hint, isSecret = false }: CopyFieldProps) {
  const { t } = useI18n();
  const toast = useToast();
  const [isCopied, setCopied] = useState(false);
  const [isShown, setShown] = useState(!isSecret);

  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [isCopied]);

  const copy = async () => {
    const hasCopied = await copyText(value);
    setCopied(hasCopied);
    toast(hasCopied ? t('common.copied') : t('common.copyFailed'), hasCopied ? 'plain' : 'error');
  };

  return (
    <div className="field">
      <span className="field__label">{label}</span>
      <div className="copy-field">
        <span className="copy-field__text truncate" data-testid={testId} data-shown={isShown}>
          {isShown ? value : covered}
        </span>
        {isSecret && (
          <IconButton
            label={`${t(isShown ? 'common.hide' : 'common.show')}: ${label}`}
            aria-pressed={isShown}
            data-testid={`${testId}-show`}
            onClick={() => setShown(!isShown)}
          >
            {isShown ? <EyeOffIcon size={20} /> : <EyeIcon size={20} />}
          </IconButton>
        )}
        <IconButton
          label={`${t('common.copy')}: ${label}`}
          data-testid={`${testId}-copy`}
          onClick={() => void copy()}
        >
          {isCopied ? <CheckIcon size={20} /> : <CopyIcon size={20} />}
        </IconButton>
      </div>
      {hint && <p className="field__hint">{hint}</p>}
    </div>
  );
}

/** The clipboard API needs a secure page; on plain HTTP the old command still works. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.style.position = 'fixed';
    area.style.opacity = '0';
    document.body.append(area);
    area.select();
    const hasCopied = document.execCommand('copy');
    area.remove();
    return hasCopied;
  }
}
