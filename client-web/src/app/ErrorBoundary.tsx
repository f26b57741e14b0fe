import { Component, type ReactNode } from 'react';
import { useI18n } from '../i18n/index.ts';
import { Button } from '../ui/Button.tsx';
import { AlertIcon } from '../ui/icons/index.ts';
import { StatePanel } from '../ui/StatePanel.tsx';

/** The last net: a page that fails to draw says so and offers a reload, instead of going blank. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override readonly state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    return this.state.hasFailed ? <CrashPage /> : this.props.children;
  }
}

function CrashPage() {
  const { t } = useI18n();
  return (
    <main className="page-state">
      <StatePanel
        icon={<AlertIcon size={36} />}
        tone="warn"
        heading="h1"
        title={t('crash.title')}
        text={t('crash.text')}
        testId="crash"
      >
        <Button look="primary" onClick={() => location.reload()}>
          {t('common.reload')}
        </Button>
      </StatePanel>
    </main>
  );
}
