import type { Income } from '@lianmai/shared';
import { useCallback } from 'react';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import { Coins } from '../gifts/Coins.tsx';
import { LoadFailure } from '../gifts/LoadFailure.tsx';
import { useLoaded } from '../gifts/useWallet.ts';

/** What one's own shows earned: today, in thirty days, since ever, and show by show. */
export function IncomeView() {
  const { t, tCount, language } = useI18n();
  const { gifts } = useServices();
  const { value, error, reload } = useLoaded<Income>(
    useCallback((signal: AbortSignal) => gifts.income(signal), [gifts]),
  );
  if (error && !value) return <LoadFailure error={error} onRetry={reload} />;
  if (!value) return <Spinner />;
  const date = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en', {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  return (
    <div className="income" data-testid="income">
      <dl className="income__sums">
        {(['today', 'last30Days', 'all'] as const).map((period) => (
          <div key={period} className="income__sum">
            <dt>{t(`income.${period}`)}</dt>
            <dd data-testid={`income-${period}`} data-coins={value[period]}>
              <Coins coins={value[period]} />
            </dd>
          </div>
        ))}
      </dl>
      {value.shows.length === 0 && <p className="wallet__empty">{t('income.empty')}</p>}
      <ul className="wallet__entries">
        {value.shows.map((show) => (
          <li key={show.showId} className="wallet-entry" data-testid="income-show">
            <span className="wallet-entry__lines">
              <time dateTime={show.startedAt}>{date.format(new Date(show.startedAt))}</time>
              <span className="wallet-entry__at">{tCount('income.gifts', show.giftCount)}</span>
            </span>
            <span className="income__paid">
              {t('income.paid')} <Coins coins={show.coins} />
            </span>
            <span className="wallet-entry__amount" data-sign="in">
              <Coins coins={show.income} isSigned />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
