import { Link } from '../../app/Router.tsx';
import { useI18n } from '../../i18n/index.ts';
import type { LiveClient } from '../../sdk/index.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { useStore } from '../../ui/useStore.ts';
import { Coins } from '../gifts/Coins.tsx';

/** For the anchor during a show: what gifts have brought so far, and the way to what all shows earned. */
export function ShowIncome({ client }: { client: LiveClient }) {
  const { t, tCount } = useI18n();
  const { coins, giverCount } = useStore(client.gifts.givers);
  return (
    <section className="show-income" aria-label={t('income.thisShow')}>
      <span className="show-income__lines">
        <span className="show-income__label">{t('income.thisShow')}</span>
        <span className="show-income__sum" data-testid="studio-gift-coins" data-coins={coins}>
          <Coins coins={coins} />
        </span>
        <span className="show-income__label">{tCount('income.givers', giverCount)}</span>
      </span>
      <Link
        to={{ page: 'wallet' }}
        className={buttonClass('quiet')}
        target="_blank"
        data-testid="studio-wallet"
      >
        {t('wallet.income')}
      </Link>
    </section>
  );
}
