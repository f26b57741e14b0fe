import { Link } from '../../app/Router.tsx';
import { useI18n } from '../../i18n/index.ts';
import { WalletIcon } from '../../ui/icons/index.ts';

/** From the header to one's coins. */
export function WalletLink() {
  const { t } = useI18n();
  return (
    <Link
      to={{ page: 'wallet' }}
      className="icon-button"
      aria-label={t('wallet.title')}
      title={t('wallet.title')}
      data-testid="wallet-link"
    >
      <WalletIcon />
    </Link>
  );
}
