import type { Wallet } from '@lianmai/shared';
import { useCallback, useState } from 'react';
import { Header } from '../../app/Header.tsx';
import { useServices } from '../../app/Services.tsx';
import { type PlainKey, useI18n } from '../../i18n/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Coins } from '../gifts/Coins.tsx';
import { LoadFailure } from '../gifts/LoadFailure.tsx';
import { TopUpDialog } from '../gifts/TopUpDialog.tsx';
import { useLoaded } from '../gifts/useWallet.ts';
import { IncomeView } from './IncomeView.tsx';
import { WalletHistory } from './WalletHistory.tsx';
import '../gifts/coins.css';
import './wallet.css';

type Tab = 'coins' | 'income';

const tabs: Record<Tab, PlainKey> = { coins: 'wallet.history', income: 'wallet.income' };

/** Own coins: what there is, what came and went, and what one's shows earned. */
export function WalletPage() {
  const { t } = useI18n();
  const { gifts } = useServices();
  const wallet = useLoaded<Wallet>(useCallback((signal: AbortSignal) => gifts.wallet(signal), [gifts]));
  const [tab, setTab] = useState<Tab>('coins');
  const [isToppingUp, setToppingUp] = useState(false);
  return (
    <>
      <Header />
      <main className="wallet" id="content" tabIndex={-1} data-testid="wallet">
        <h1 className="wallet__title">{t('wallet.title')}</h1>
        {wallet.error && <LoadFailure error={wallet.error} onRetry={wallet.reload} />}
        <section className="wallet__balances" aria-label={t('wallet.title')}>
          <div className="wallet__card wallet__card--coins">
            <span className="wallet__label">{t('wallet.balance')}</span>
            <Amount coins={wallet.value?.balance} testId="wallet-balance" />
            <Button look="primary" data-testid="wallet-top-up" onClick={() => setToppingUp(true)}>
              {t('gifts.topUp')}
            </Button>
          </div>
          <div className="wallet__card">
            <span className="wallet__label">{t('wallet.income')}</span>
            <Amount coins={wallet.value?.income} testId="wallet-income" />
            <span className="wallet__hint">{t('wallet.incomeHint')}</span>
          </div>
        </section>
        <div className="wallet__tabs" role="tablist" aria-label={t('wallet.title')}>
          {(Object.keys(tabs) as Tab[]).map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              aria-selected={one === tab}
              className="wallet__tab"
              data-testid={`wallet-tab-${one}`}
              onClick={() => setTab(one)}
            >
              {t(tabs[one])}
            </button>
          ))}
        </div>
        {tab === 'coins' ? <WalletHistory key={wallet.value?.balance} /> : <IncomeView />}
      </main>
      {isToppingUp && <TopUpDialog onPaid={wallet.reload} onClose={() => setToppingUp(false)} />}
    </>
  );
}

function Amount({ coins, testId }: { coins: number | undefined; testId: string }) {
  if (coins === undefined) return <span className="skeleton wallet__loading" />;
  return (
    <span className="wallet__amount" data-testid={testId} data-coins={coins}>
      <Coins coins={coins} />
    </span>
  );
}
