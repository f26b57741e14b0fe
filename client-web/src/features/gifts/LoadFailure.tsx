import { useI18n } from '../../i18n/index.ts';
import type { LiveError } from '../../sdk/index.ts';
import { FailurePanel } from '../../ui/FailurePanel.tsx';

/** Something about gifts or coins did not load. */
export function LoadFailure({ error, onRetry }: { error: LiveError; onRetry: () => void }) {
  const { t } = useI18n();
  return (
    <FailurePanel
      title={t('gifts.loadFailed')}
      code={error.code}
      onRetry={onRetry}
      testId="gifts-load-failed"
      heading="h2"
    />
  );
}
