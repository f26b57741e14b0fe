import { Link } from '../../app/Router.tsx';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { ChartIcon } from '../../ui/icons/index.ts';
import { useStore } from '../../ui/useStore.ts';
import { isOperatorToken } from './isOperatorToken.ts';

/** The way to the console, for those to whom it opens. */
export function OperatorLink() {
  const { t } = useI18n();
  const { identity } = useServices();
  const credentials = useStore(identity.credentials);
  if (!credentials || !isOperatorToken(credentials.token)) return null;
  return (
    <Link
      to={{ page: 'operator' }}
      className="icon-button"
      aria-label={t('operator.title')}
      title={t('operator.title')}
      data-testid="operator-link"
    >
      <ChartIcon />
    </Link>
  );
}
