import { useI18n } from '../i18n/index.ts';
import { buttonClass } from '../ui/Button.tsx';
import { SearchIcon } from '../ui/icons/index.ts';
import { StatePanel } from '../ui/StatePanel.tsx';
import { Header } from './Header.tsx';
import { Link } from './Router.tsx';

export function NotFoundPage() {
  const { t } = useI18n();
  return (
    <>
      <Header />
      <main className="page-state" id="content" tabIndex={-1}>
        <StatePanel
          icon={<SearchIcon size={36} />}
          heading="h1"
          title={t('notFound.title')}
          text={t('notFound.text')}
          testId="not-found"
        >
          <Link to={{ page: 'lobby' }} className={buttonClass('primary')}>
            {t('common.toLobby')}
          </Link>
        </StatePanel>
      </main>
    </>
  );
}
