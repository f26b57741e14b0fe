import type { Platform, ShowStatistics } from '@lianmai/shared';
import { useCallback, useEffect, useState } from 'react';
import { DeadEndPage } from '../../app/DeadEndPage.tsx';
import { Header } from '../../app/Header.tsx';
import { Link } from '../../app/Router.tsx';
import { useServices } from '../../app/Services.tsx';
import { StatePage } from '../../app/StatePage.tsx';
import { useI18n } from '../../i18n/index.ts';
import type { PlainKey } from '../../i18n/messages.ts';
import { FailurePanel } from '../../ui/FailurePanel.tsx';
import { ChartIcon } from '../../ui/icons/index.ts';
import { LiveBadge } from '../../ui/LiveBadge.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { CsvButton } from './CsvButton.tsx';
import { createFigureFormats } from './figureTexts.ts';
import { protocolNames, QualityTable } from './QualityTable.tsx';
import { ShareBars } from './ShareBars.tsx';
import { ShowCharts } from './ShowCharts.tsx';
import { ShowFigureCards } from './ShowFigureCards.tsx';
import { usePolled } from './usePolled.ts';
import './statistics.css';

const refreshMs = 10_000;

const platformNames: Record<Platform, PlainKey> = {
  desktop: 'platform.desktop',
  mobile: 'platform.mobile',
  miniProgram: 'platform.miniProgram',
  player: 'platform.player',
  unknown: 'platform.unknown',
};

/** How one show went, or goes: for its anchor and for operators. */
export function ShowPage({ showId }: { showId: string }) {
  const { t } = useI18n();
  const { statistics } = useServices();
  const load = useCallback((signal: AbortSignal) => statistics.ofShow(showId, signal), [statistics, showId]);
  const [isOver, setOver] = useState(false);
  const { state, reload } = usePolled(load, isOver ? null : refreshMs);
  const endedAt = state.phase === 'ready' ? state.value.show.endedAt : null;
  useEffect(() => setOver(endedAt !== null), [endedAt]);
  if (state.phase === 'loading') return <Loading />;
  if (state.phase === 'ready') return <Summary statistics={state.value} isStale={state.isStale} />;
  const { code } = state.error;
  if (code === 'not_found' || code === 'forbidden') {
    return (
      <DeadEndPage
        icon={<ChartIcon size={36} />}
        title={t('shows.noneTitle')}
        text={t('shows.noneText')}
        testId="show-none"
      />
    );
  }
  return (
    <StatePage>
      <FailurePanel
        title={t('shows.errorTitle')}
        code={code}
        onRetry={reload}
        testId="show-error"
        heading="h1"
      />
    </StatePage>
  );
}

function Loading() {
  const { t } = useI18n();
  return (
    <StatePage>
      <div role="status" aria-label={t('common.loading')}>
        <Spinner />
      </div>
    </StatePage>
  );
}

function Summary({ statistics, isStale }: { statistics: ShowStatistics; isStale: boolean }) {
  const { t, formats, language } = useI18n();
  const { statistics: rest } = useServices();
  const { dateTime } = createFigureFormats(language);
  const { show, figures, protocols, platforms } = statistics;
  const isLive = show.endedAt === null;
  return (
    <>
      <Header />
      <main className="figures-page" id="content" tabIndex={-1} data-testid="show-page" data-live={isLive}>
        <div className="figures-page__head">
          <div className="figures-page__names">
            <p className="figures-page__over">
              <Link to={{ page: 'shows', roomId: show.roomId }} data-testid="show-to-list">
                {t('shows.back')}
              </Link>
            </p>
            <h1 className="figures-page__title">{show.title}</h1>
            <p className="figures-page__facts">
              {isLive && <LiveBadge isLive testId="show-live-badge" />}
              <span>{show.anchor.name}</span>
              <time dateTime={show.startedAt}>{dateTime(show.startedAt)}</time>
              <span className="tabular" data-testid="show-duration">
                {formats.duration(show.durationMs)}
              </span>
            </p>
          </div>
          <CsvButton load={() => rest.showCsv(show.id)} fileName={`show-${show.id}.csv`} />
        </div>
        {isStale && (
          <p className="banner banner--warn" role="status">
            {t('shows.stale')}
          </p>
        )}
        {isLive && !isStale && <p className="banner">{t('shows.running')}</p>}
        {show.isInterrupted && (
          <p className="banner banner--warn" data-testid="show-interrupted">
            {t('shows.interrupted')}
          </p>
        )}
        <ShowFigureCards show={show} figures={figures} />
        <div className="figure-grid">
          <ShowCharts statistics={statistics} />
          <ShareBars
            title={t('split.protocols')}
            shares={protocols}
            names={protocolNames}
            totalMs={figures.watchMs}
            restName="protocol.unknown"
            testId="show-protocols"
          />
          <ShareBars
            title={t('split.platforms')}
            shares={platforms}
            names={platformNames}
            testId="show-platforms"
          />
          <QualityTable statistics={statistics} />
        </div>
      </main>
    </>
  );
}
