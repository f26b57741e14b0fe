import { Link } from '../../app/Router.tsx';
import { useI18n } from '../../i18n/index.ts';
import { ChartIcon } from '../../ui/icons/index.ts';

/** In the studio's header: how the shows before went. */
export function PastShowsLink({ roomId }: { roomId: string }) {
  const { t } = useI18n();
  return (
    <Link
      to={{ page: 'shows', roomId }}
      className="icon-button"
      aria-label={t('shows.title')}
      title={t('shows.title')}
      data-testid="studio-past-shows"
    >
      <ChartIcon />
    </Link>
  );
}
