import { lazy, Suspense, useEffect, useState } from 'react';
import { NoticeToasts } from '../features/follows/NoticeToasts.tsx';
import { AccountDialogs } from '../features/identity/AccountDialogs.tsx';
import { LobbyPage } from '../features/lobby/LobbyPage.tsx';
import { useI18n } from '../i18n/index.ts';
import { Spinner } from '../ui/Spinner.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';
import { useNavigation } from './Router.tsx';
import './app.css';

// The lobby is in the first download; what plays and publishes media comes with its page.
const StudioPage = lazy(async () => ({
  default: (await import('../features/studio/StudioPage.tsx')).StudioPage,
}));
const RoomPage = lazy(async () => ({ default: (await import('../features/room/RoomPage.tsx')).RoomPage }));
const WalletPage = lazy(async () => ({
  default: (await import('../features/wallet/WalletPage.tsx')).WalletPage,
}));
const ShowPage = lazy(async () => ({
  default: (await import('../features/statistics/ShowPage.tsx')).ShowPage,
}));
const ShowsPage = lazy(async () => ({
  default: (await import('../features/statistics/ShowsPage.tsx')).ShowsPage,
}));
const OperatorPage = lazy(async () => ({
  default: (await import('../features/operator/OperatorPage.tsx')).OperatorPage,
}));
const ProfilePage = lazy(async () => ({
  default: (await import('../features/profile/ProfilePage.tsx')).ProfilePage,
}));
const FollowsPage = lazy(async () => ({
  default: (await import('../features/follows/FollowsPage.tsx')).FollowsPage,
}));
const ApiDocsPage = lazy(async () => ({
  default: (await import('../features/api-docs/ApiDocsPage.tsx')).ApiDocsPage,
}));

export function App() {
  const { t, language } = useI18n();
  const { route } = useNavigation();
  const key = pageKey(route);
  const [firstKey] = useState(key);

  // Pages with a better title (a room's) set it after this.
  useEffect(() => {
    document.title = language === 'zh' ? '连麦 Lianmai' : 'Lianmai 连麦';
  }, [language]);

  return (
    <AccountDialogs>
      <NoticeToasts />
      <a className="skip-link" href="#content">
        {t('app.skipToContent')}
      </a>
      <Suspense fallback={<PageLoading />}>
        <Page key={key} isFirst={key === firstKey} />
      </Suspense>
    </AccountDialogs>
  );
}

function Page({ isFirst }: { isFirst: boolean }) {
  const { route } = useNavigation();
  // After a change of page the keyboard and the screen reader start at its content; on loading the browser takes care of that.
  useEffect(() => {
    if (!isFirst) document.getElementById('content')?.focus({ preventScroll: true });
  }, [isFirst]);
  switch (route.page) {
    case 'lobby':
      return <LobbyPage />;
    case 'studio':
      return <StudioPage roomId={route.roomId} />;
    case 'room':
      return <RoomPage roomId={route.roomId} />;
    case 'wallet':
      return <WalletPage />;
    case 'shows':
      return <ShowsPage roomId={route.roomId} />;
    case 'show':
      return <ShowPage showId={route.showId} />;
    case 'operator':
      return <OperatorPage />;
    case 'me':
      return <ProfilePage />;
    case 'follows':
      return <FollowsPage />;
    case 'apiDocs':
      return <ApiDocsPage />;
    case 'notFound':
      return <NotFoundPage />;
  }
}

/** A studio keeps its state when its room gets an id; another room is another page. */
function pageKey(route: ReturnType<typeof useNavigation>['route']): string {
  if (route.page === 'room' || route.page === 'shows') return `${route.page}/${route.roomId}`;
  return route.page === 'show' ? `show/${route.showId}` : route.page;
}

function PageLoading() {
  const { t } = useI18n();
  return (
    <div className="page-state" role="status" aria-label={t('common.loading')}>
      <Spinner />
    </div>
  );
}
