import type { ShowStatistics } from '@lianmai/shared';
import { useMemo, useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import type { PlainKey } from '../../i18n/messages.ts';
import { type ActivityMetric, activityColumns, activityMetrics, viewerColumns } from './chartData.ts';
import { createFigureFormats } from './figureTexts.ts';
import { TimeChart } from './TimeChart.tsx';

const metricNames: Record<ActivityMetric, PlainKey> = {
  chatMessages: 'figure.chatMessages',
  likes: 'figure.likes',
  gifts: 'figure.gifts',
  income: 'figure.income',
  arrivals: 'figure.arrivals',
  leavings: 'figure.leavings',
};

/** A show over time: who watched, and what they did. */
export function ShowCharts({ statistics }: { statistics: ShowStatistics }) {
  const { t, language } = useI18n();
  const { span, count } = createFigureFormats(language);
  const { show, samples, figures } = statistics;
  const [metric, setMetric] = useState<ActivityMetric>('chatMessages');
  const viewers = useMemo(() => viewerColumns(show.startedAt, samples), [show.startedAt, samples]);
  const activity = useMemo(
    () => activityColumns(show.startedAt, samples, metric),
    [show.startedAt, samples, metric],
  );
  const time = span(show.durationMs);
  if (samples.length === 0) {
    return <p className="figure-card figure-card--wide figure-card__empty">{t('chart.empty')}</p>;
  }
  return (
    <>
      <section className="figure-card figure-card--wide" aria-label={t('chart.viewers')}>
        <div className="figure-card__head">
          <h2 className="figure-card__title">{t('chart.viewers')}</h2>
        </div>
        <TimeChart
          title={t('chart.viewers')}
          summary={t('chart.viewersAlt', { peak: count(figures.peakViewers), time })}
          columns={viewers}
          series={[
            { label: t('chart.viewersLine'), colour: '--link', look: 'area' },
            { label: t('figure.peakViewers'), colour: '--text-3', look: 'line' },
          ]}
          testId="show-viewers-chart"
        />
      </section>
      <section className="figure-card figure-card--wide" aria-label={t('chart.activity')}>
        <div className="figure-card__head">
          <h2 className="figure-card__title">{t('chart.activity')}</h2>
        </div>
        <fieldset className="chart-metrics" data-testid="show-metric" data-value={metric}>
          <legend className="visually-hidden">{t('chart.metric')}</legend>
          {activityMetrics.map((choice) => (
            <button
              key={choice}
              type="button"
              className="chart-metrics__choice"
              aria-pressed={choice === metric}
              onClick={() => setMetric(choice)}
              data-testid={`show-metric-${choice}`}
            >
              {t(metricNames[choice])}
            </button>
          ))}
        </fieldset>
        <TimeChart
          title={`${t('chart.activity')}, ${t(metricNames[metric])}`}
          summary={t('chart.activityAlt', { total: count(figures[metric]), time })}
          columns={activity}
          series={[{ label: t(metricNames[metric]), colour: '--live', look: 'bars' }]}
          testId="show-activity-chart"
        />
      </section>
    </>
  );
}
