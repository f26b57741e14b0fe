import type { ReactNode } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { FailurePanel } from '../../ui/FailurePanel.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import type { Loaded } from './useLoaded.ts';

interface ListStateProps<T> {
  loaded: Loaded<T>;
  onRetry: () => void;
  /** What is said when there is nothing. */
  empty: string;
  isEmpty: (value: T) => boolean;
  children: (value: T) => ReactNode;
}

/** A list that comes from the server: loading, failed, empty, or there. */
export function ListState<T>({ loaded, onRetry, empty, isEmpty, children }: ListStateProps<T>) {
  const { t } = useI18n();
  if (loaded.phase === 'loading')
    return (
      <div className="order__wait" role="status" aria-label={t('common.loading')}>
        <Spinner />
      </div>
    );
  if (loaded.phase === 'failed')
    return (
      <FailurePanel
        title={t('moderation.failed')}
        code={loaded.error.code}
        onRetry={onRetry}
        testId="order-failed"
      />
    );
  if (isEmpty(loaded.value))
    return (
      <p className="order__empty" data-testid="order-empty">
        {empty}
      </p>
    );
  return children(loaded.value);
}
