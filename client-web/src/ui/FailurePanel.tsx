import type { ReactNode } from 'react';
import { useI18n } from '../i18n/index.ts';
import { describeError, type LiveErrorCode } from '../sdk/index.ts';
import { Button } from './Button.tsx';
import { UnpluggedIcon } from './icons/index.ts';
import { StatePanel } from './StatePanel.tsx';

interface FailurePanelProps {
  title: string;
  code: LiveErrorCode;
  onRetry: () => void;
  testId: string;
  retryTestId?: string;
  heading?: 'h1' | 'h2';
  /** Other ways on. */
  children?: ReactNode;
}

/** Something did not load or broke off: what went wrong, and another try. */
export function FailurePanel({
  title,
  code,
  onRetry,
  testId,
  retryTestId,
  heading,
  children,
}: FailurePanelProps) {
  const { t, language } = useI18n();
  return (
    <StatePanel
      icon={<UnpluggedIcon size={36} />}
      tone="warn"
      heading={heading}
      title={title}
      text={describeError(code, language)}
      testId={testId}
    >
      <Button look="primary" onClick={onRetry} data-testid={retryTestId}>
        {t('common.retry')}
      </Button>
      {children}
    </StatePanel>
  );
}
