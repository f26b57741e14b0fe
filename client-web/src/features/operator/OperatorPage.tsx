import { useCallback } from 'react';
import { DeadEndPage } from '../../app/DeadEndPage.tsx';
import { Header } from '../../app/Header.tsx';
import { useServices } from '../../app/Services.tsx';
import { StatePage } from '../../app/StatePage.tsx';
import { useI18n } from '../../i18n/index.ts';
import { FailurePanel } from '../../ui/FailurePanel.tsx';
import { LockIcon } from '../../ui/icons/index.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import { useStore } from '../../ui/useStore.ts';
import { usePolled } from '../statistics/usePolled.ts';
import { Health } from './Health.tsx';
import { PlatformOrder } from './PlatformOrder.tsx';
import { Rooms } from './Rooms.tsx';
import '../statistics/statistics.css';
import './operator.css';

const refreshMs = 5000;

/** Whoever signs in as somebody else is asked for anew. */
export function OperatorPage() {
  const { identity } = useServices();
  const credentials = useStore(identity.credentials);
  return <Console key={credentials?.user.id ?? 'nobody'} />;
}

/** The platform on one page: is it well, who is live, what do they show. */
function Console() {
  const { t } = useI18n();
  const { operator } = useServices();
  const load = useCallback((signal: AbortSignal) => operator.overview(signal), [operator]);
  const { state, reload } = usePolled(load, refreshMs);
  if (state.phase === 'failed') {
    const isDenied = state.error.code === 'forbidden' || state.error.code.startsWith('token_');
    return isDenied ? (
      <Denied />
    ) : (
      <StatePage>
        <FailurePanel
          title={t('operator.errorTitle')}
          code={state.error.code}
          onRetry={reload}
          testId="operator-error"
          heading="h1"
        />
      </StatePage>
    );
  }
  if (state.phase === 'loading') {
    return (
      <StatePage>
        <div role="status" aria-label={t('common.loading')}>
          <Spinner />
        </div>
      </StatePage>
    );
  }
  return (
    <>
      <Header />
      <main className="figures-page operator" id="content" tabIndex={-1} data-testid="operator-page">
        <div className="figures-page__head">
          <h1 className="figures-page__title">{t('operator.title')}</h1>
          <PlatformOrder />
        </div>
        <Health overview={state.value} isStale={state.isStale} />
        <Rooms />
      </main>
    </>
  );
}

function Denied() {
  const { t } = useI18n();
  return (
    <DeadEndPage
      icon={<LockIcon size={36} />}
      tone="warn"
      title={t('operator.deniedTitle')}
      text={t('operator.deniedText')}
      testId="operator-denied"
    />
  );
}
