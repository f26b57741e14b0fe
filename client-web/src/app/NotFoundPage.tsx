import { useI18n } from '../i18n/index.ts';
import { SearchIcon } from '../ui/icons/index.ts';
import { DeadEndPage } from './DeadEndPage.tsx';

export function NotFoundPage() {
  const { t } = useI18n();
  return (
    <DeadEndPage
      icon={<SearchIcon size={36} />}
      title={t('notFound.title')}
      text={t('notFound.text')}
      testId="not-found"
    />
  );
}
