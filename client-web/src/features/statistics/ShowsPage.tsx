import type { ShowListItem } from '@lianmai/shared';
import { useCallback, useEffect, useState } from 'react';
import { Header } from '../../app/Header.tsx';
import { Link } from '../../app/Router.tsx';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { LiveError } from '../../sdk/index.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { FailurePanel } from '../../ui/FailurePanel.tsx';
import { ChartIcon } from '../../ui/icons/index.ts';
import { LiveBadge } from '../../ui/LiveBadge.tsx';
import { StatePanel } from '../../ui/StatePanel.tsx';
import { CsvButton } from './CsvButton.tsx';
import { createFigureFormats } from './figureTexts.ts';
import './statistics.css';

type State =
  | { phase: 'loading' }
  | { phase: 'failed'; error: LiveError }
  | { phase: 'ready'; shows: readonly ShowListItem[]; nextCursor: string | null; isLoadingMore: boolean };

/** All shows of one room, newest first. */
export function ShowsPage({ roomId }: { roomId: string }) {
  const { t } = useI18n();
  const { statistics } = useServices();
  const { state, loadMore, reload } = useShows(roomId);
  return (
    <>
      <Header />
      <main
        className="figures-page"
        id="content"
        tabIndex={-1}
        data-testid="shows-page"
        data-phase={state.phase}
      >
        <div className="figures-page__head">
          <div className="figures-page__names">
            <p className="figures-page__over">
              <Link to={{ page: 'studio', roomId }}>{t('shows.toStudio')}</Link>
            </p>
            <h1 className="figures-page__title">{t('shows.title')}</h1>
          </div>
          {state.phase === 'ready' && state.shows.length > 0 && (
            <CsvButton load={() => statistics.showsCsv(roomId)} fileName={`shows-${roomId}.csv`} />
          )}
        </div>
        {state.phase === 'failed' && (
          <FailurePanel
            title={t('shows.errorTitle')}
            code={state.error.code}
            onRetry={reload}
            testId="shows-error"
          />
        )}
        {state.phase === 'loading' && <ListSkeleton />}
        {state.phase === 'ready' && state.shows.length === 0 && (
          <StatePanel
            icon={<ChartIcon size={36} />}
            title={t('shows.emptyTitle')}
            text={t('shows.emptyText')}
            testId="shows-empty"
          >
            <Link to={{ page: 'studio', roomId }} className={buttonClass('primary')}>
              {t('lobby.goLive')}
            </Link>
          </StatePanel>
        )}
        {state.phase === 'ready' && state.shows.length > 0 && (
          <ul className="show-list">
            {state.shows.map((item) => (
              <li key={item.show.id}>
                <ShowRow {...item} />
              </li>
            ))}
          </ul>
        )}
        {state.phase === 'ready' && state.nextCursor !== null && (
          <div className="lobby__more">
            <Button look="quiet" isBusy={state.isLoadingMore} onClick={() => void loadMore()}>
              {t('shows.more')}
            </Button>
          </div>
        )}
      </main>
    </>
  );
}

function ShowRow({ show, figures }: ShowListItem) {
  const { t, language, formats } = useI18n();
  const { dateTime, count, span } = createFigureFormats(language);
  const facts: [string, string][] = [
    [t('figure.duration'), formats.duration(show.durationMs)],
    [t('figure.peakViewers'), count(figures.peakViewers)],
    [t('figure.uniqueViewers'), count(figures.uniqueViewers)],
    [t('figure.averageWatch'), span(figures.averageWatchMs)],
    [t('figure.income'), count(figures.income)],
  ];
  return (
    <Link
      to={{ page: 'show', showId: show.id }}
      className="show-row"
      data-testid="show-row"
      data-show-id={show.id}
    >
      <span className="show-row__names">
        <span className="show-row__title">{show.title}</span>
        <span className="show-row__when">
          {show.endedAt === null && <LiveBadge isLive testId="show-row-live" />}
          <time dateTime={show.startedAt}>{dateTime(show.startedAt)}</time>
        </span>
      </span>
      <span className="show-row__facts">
        {facts.map(([label, value]) => (
          <span key={label} className="show-row__fact">
            <span className="show-row__label">{label}</span>
            <span className="show-row__value">{value}</span>
          </span>
        ))}
      </span>
    </Link>
  );
}

function ListSkeleton() {
  return (
    <ul className="show-list" aria-hidden="true">
      {[0, 1, 2, 3].map((i) => (
        <li key={i} className="skeleton show-row--skeleton" />
      ))}
    </ul>
  );
}

function useShows(roomId: string) {
  const { statistics } = useServices();
  const [state, setState] = useState<State>({ phase: 'loading' });
  const load = useCallback(
    async (signal?: AbortSignal) => {
      try {
        const page = await statistics.shows(roomId, { signal });
        if (!signal?.aborted) setState({ phase: 'ready', ...page, isLoadingMore: false });
      } catch (cause) {
        if (!signal?.aborted) setState({ phase: 'failed', error: LiveError.from(cause) });
      }
    },
    [statistics, roomId],
  );
  useEffect(() => {
    const leaving = new AbortController();
    void load(leaving.signal);
    return () => leaving.abort();
  }, [load]);

  const loadMore = async () => {
    if (state.phase !== 'ready' || state.nextCursor === null) return;
    setState({ ...state, isLoadingMore: true });
    try {
      const page = await statistics.shows(roomId, { cursor: state.nextCursor });
      setState({ phase: 'ready', ...page, shows: [...state.shows, ...page.shows], isLoadingMore: false });
    } catch {
      // What is there stays; the button is there for another try.
      setState({ ...state, isLoadingMore: false });
    }
  };
  const reload = () => {
    setState({ phase: 'loading' });
    void load();
  };
  return { state, loadMore, reload };
}
