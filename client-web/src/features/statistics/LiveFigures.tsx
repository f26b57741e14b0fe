import { useCallback } from 'react';
import { Link } from '../../app/Router.tsx';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { type Figure, Figures } from '../../ui/Figures.tsx';
import { createFigureFormats } from './figureTexts.ts';
import { Sparkline } from './Sparkline.tsx';
import { usePolled } from './usePolled.ts';
import './statistics.css';

const refreshMs = 5000;

/** How the running show goes, small enough to stand beside the picture. */
export function LiveFigures({ roomId }: { roomId: string }) {
  const { t, language } = useI18n();
  const { statistics } = useServices();
  const { count, span, delay } = createFigureFormats(language);
  const load = useCallback(
    (signal: AbortSignal) => statistics.ofRoom(roomId, { signal }),
    [statistics, roomId],
  );
  const { state } = usePolled(load, refreshMs);
  const current = state.phase === 'ready' ? state.value.current : null;
  const known = current?.figures;
  const text = (value: number | undefined, format: (value: number) => string) =>
    value === undefined ? '–' : format(value);
  const figures: Figure[] = [
    { key: 'viewers', label: t('figure.viewers'), value: text(known?.viewers, count) },
    { key: 'peakViewers', label: t('figure.peakViewers'), value: text(known?.peakViewers, count) },
    { key: 'uniqueViewers', label: t('figure.uniqueViewers'), value: text(known?.uniqueViewers, count) },
    { key: 'averageWatch', label: t('figure.averageWatch'), value: text(known?.averageWatchMs, span) },
    { key: 'chatMessages', label: t('figure.chatMessages'), value: text(known?.chatMessages, count) },
    { key: 'likes', label: t('figure.likes'), value: text(known?.likes, count) },
    { key: 'gifts', label: t('figure.gifts'), value: text(known?.gifts, count) },
    { key: 'income', label: t('figure.income'), value: text(known?.income, count) },
    {
      key: 'latencyP50',
      label: t('figure.latency'),
      value: delay(current?.quality.latency.p50Ms ?? null),
    },
  ];
  return (
    <section
      className="live-panel__section"
      aria-label={t('shows.liveTitle')}
      data-testid="studio-live-figures"
    >
      <div className="live-figures__head">
        <h2 className="live-panel__title">{t('shows.liveTitle')}</h2>
        {current && (
          <Link
            to={{ page: 'show', showId: current.show.id }}
            target="_blank"
            className="live-figures__more"
            data-testid="studio-show-link"
          >
            {t('shows.allDetails')}
          </Link>
        )}
      </div>
      {current && current.samples.length > 1 && (
        <Sparkline values={current.samples.map(({ viewers }) => viewers)} />
      )}
      <Figures figures={figures} />
    </section>
  );
}
