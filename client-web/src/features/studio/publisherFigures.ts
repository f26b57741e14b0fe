import type { Formats } from '../../i18n/formats.ts';
import type { Translate } from '../../i18n/index.ts';
import type { PublisherStats } from '../../sdk/index.ts';
import type { Figure } from '../../ui/Figures.tsx';
import { lossTone, milliseconds } from '../../ui/figureFormats.ts';

export function publisherFigures(stats: PublisherStats | null, t: Translate, formats: Formats): Figure[] {
  const unknown = t('common.unknown');
  const best = stats?.layers.reduce(
    (widest, layer) => (layer.width > widest.width ? layer : widest),
    stats.layers[0] ?? noLayer,
  );
  const loss = stats?.packetLoss ?? null;
  return [
    { key: 'bitrate', label: t('stats.bitrate'), value: stats ? formats.bitrate(stats.bitrateBps) : unknown },
    { key: 'fps', label: t('stats.fps'), value: best?.fps ? `${Math.round(best.fps)} fps` : unknown },
    {
      key: 'resolution',
      label: t('stats.resolution'),
      value: best?.width ? `${best.width}×${best.height}` : unknown,
    },
    { key: 'rtt', label: t('stats.rtt'), value: milliseconds(stats?.rttMs, unknown) },
    {
      key: 'loss',
      label: t('stats.loss'),
      value: loss === null ? unknown : formats.percent(loss),
      tone: lossTone(loss),
    },
    { key: 'codec', label: t('stats.codec'), value: stats?.codec?.replace(/^video\//, '') ?? unknown },
    {
      key: 'limited-by',
      label: t('stats.limitedBy'),
      value: stats ? t(`stats.limitedBy.${stats.limitedBy}`) : unknown,
      tone: stats && stats.limitedBy !== 'none' ? 'warn' : undefined,
    },
  ];
}

const noLayer = { rid: null, width: 0, height: 0, fps: 0, bitrateBps: 0 };
