import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { ChartColumns } from './chartData.ts';
import type { FigureFormats } from './figureTexts.ts';

interface Drawing {
  columns: ChartColumns;
  series: readonly { label: string; colour: string; look: 'area' | 'line' | 'bars' }[];
  formats: FigureFormats;
  timeLabel: string;
}

const heightPx = 220;
const minute = 60;
const hour = 60 * minute;
/** Between two times on the axis, s: nothing is sampled more often than every ten. */
const timeSteps = [
  ...[10, 30, minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute],
  ...[hour, 2 * hour, 4 * hour, 6 * hour, 12 * hour, 24 * hour],
];
/** A clock that shows seconds is of use for short shows only. */
const shortShowSeconds = 600;

/** Draws one chart in the product's colours. In a file of its own, with the library: it is loaded with the first chart. */
export function draw(element: HTMLElement, { columns, series, formats, timeLabel }: Drawing): uPlot {
  const styles = getComputedStyle(element);
  const colour = (name: string) => styles.getPropertyValue(name).trim();
  const axis = {
    stroke: colour('--text-3'),
    font: `12px ${styles.fontFamily}`,
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  };
  const times = columns[0];
  const isShort = (times.at(-1) ?? 0) - (times[0] ?? 0) < shortShowSeconds;
  const options: uPlot.Options = {
    width: element.clientWidth,
    height: heightPx,
    padding: [8, 8, 0, 0],
    cursor: { y: false, drag: { x: false, y: false } },
    legend: { live: true },
    // While nobody points at anything it tells the newest.
    hooks: { ready: [showNewest], setData: [showNewest], setCursor: [showNewest] },
    scales: {
      y: { range: (_chart, _min, max) => [0, Math.max(1, Math.ceil(max * 1.1))] },
    },
    axes: [
      {
        ...axis,
        space: 70,
        incrs: timeSteps,
        values: (_chart, splits) => splits.map((at) => formats.time(at, isShort)),
      },
      {
        ...axis,
        size: 46,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000, 1_000_000],
        values: (_chart, splits) => splits.map((value) => formats.count(value)),
      },
    ],
    series: [
      { label: timeLabel, value: (_chart, at) => (at === null ? '–' : formats.time(at, true)) },
      ...series.map(({ label, colour: name, look }) => seriesOf(label, colour(name), look, formats)),
    ],
  };
  return new uPlot(options, columns, element);
}

function showNewest(chart: uPlot): void {
  if (chart.cursor.idx === null || chart.cursor.idx === undefined)
    chart.setLegend({ idx: chart.data[0].length - 1 });
}

function seriesOf(
  label: string,
  stroke: string,
  look: 'area' | 'line' | 'bars',
  formats: FigureFormats,
): uPlot.Series {
  const value = (_chart: uPlot, shown: number | null) => (shown === null ? '–' : formats.count(shown));
  const common = { label, value, stroke, points: { show: false } };
  if (look === 'line') return { ...common, width: 1.5, dash: [4, 4] };
  if (look === 'area') return { ...common, width: 2, fill: `${stroke}2e` };
  const paths = uPlot.paths.bars?.({ size: [0.7, 36], align: -1 });
  return { ...common, width: 0, fill: stroke, ...(paths ? { paths } : {}) };
}
