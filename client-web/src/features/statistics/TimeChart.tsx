import { useEffect, useRef } from 'react';
import type uPlot from 'uplot';
import { useI18n } from '../../i18n/index.ts';
import { type ChartColumns, tableRows } from './chartData.ts';
import { createFigureFormats, type FigureFormats } from './figureTexts.ts';

interface ChartSeries {
  label: string;
  /** A custom property with a colour. */
  colour: `--${string}`;
  look: 'area' | 'line' | 'bars';
}

interface TimeChartProps {
  title: string;
  /** What somebody who does not see the chart should know of it. */
  summary: string;
  columns: ChartColumns;
  series: readonly ChartSeries[];
  testId: string;
}

const heightPx = 220;

/** A chart over time, with the same as a table for who cannot see it. The library that draws comes when it is first needed. */
export function TimeChart({ title, summary, columns, series, testId }: TimeChartProps) {
  const { language, t } = useI18n();
  const formats = createFigureFormats(language);
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const newest = useRef(columns);
  newest.current = columns;
  const labels = series.map(({ label }) => label).join();

  // New columns go into the chart that is there.
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let isGone = false;
    const sizes = new ResizeObserver(() =>
      chart.current?.setSize({ width: element.clientWidth, height: heightPx }),
    );
    void import('./drawing.ts').then(({ draw }) => {
      if (isGone) return;
      chart.current = draw(element, { columns: newest.current, series, formats, timeLabel: t('chart.time') });
      sizes.observe(element);
    });
    return () => {
      isGone = true;
      sizes.disconnect();
      chart.current?.destroy();
      chart.current = null;
    };
  }, [labels, language]);

  useEffect(() => chart.current?.setData(columns), [columns]);

  return (
    <figure className="time-chart" data-testid={testId}>
      <div ref={place} className="time-chart__picture" role="img" aria-label={`${title}: ${summary}`} />
      <ChartTable columns={columns} series={series} formats={formats} />
    </figure>
  );
}

function ChartTable({
  columns,
  series,
  formats,
}: Pick<TimeChartProps, 'columns' | 'series'> & { formats: FigureFormats }) {
  const { t } = useI18n();
  return (
    <details className="time-chart__table">
      <summary>{t('chart.table')}</summary>
      <div className="figure-table__scroll">
        <table className="figure-table">
          <thead>
            <tr>
              <th scope="col">{t('chart.time')}</th>
              {series.map(({ label }) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {tableRows(columns).map(([at = 0, ...values]) => (
              <tr key={at}>
                <th scope="row">{formats.time(at, true)}</th>
                {series.map(({ label }, i) => (
                  <td key={label}>{formats.count(values[i] ?? 0)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
