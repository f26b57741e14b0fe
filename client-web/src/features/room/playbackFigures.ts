import type { Formats } from '../../i18n/formats.ts';
import type { Translate } from '../../i18n/index.ts';
import type { PlaybackState } from '../../player/index.ts';
import type { Figure } from '../../ui/Figures.tsx';
import { lossTone, milliseconds } from '../../ui/figureFormats.ts';

export function playbackFigures(
  { protocol, stats }: PlaybackState,
  t: Translate,
  formats: Formats,
): Figure[] {
  const unknown = t('common.unknown');
  const latencyMs = stats?.latencyMs ?? null;
  const loss = stats?.packetLoss ?? null;
  const figures: Figure[] = [
    { key: 'protocol', label: t('stats.protocol'), value: t(`protocol.${protocol ?? 'none'}`) },
    {
      key: 'latency',
      label: t('stats.latency'),
      value: latencyMs === null ? unknown : latencyFigure(latencyMs),
    },
    {
      key: 'resolution',
      label: t('stats.resolution'),
      value: stats?.width ? `${stats.width}×${stats.height}` : unknown,
    },
    { key: 'fps', label: t('stats.fps'), value: stats?.fps ? `${Math.round(stats.fps)} fps` : unknown },
    {
      key: 'bitrate',
      label: t('stats.bitrate'),
      value: stats?.bitrateBps ? formats.bitrate(stats.bitrateBps) : unknown,
    },
    { key: 'freezes', label: t('stats.freezes'), value: stats ? String(stats.freezeCount) : unknown },
  ];
  if (protocol === 'webrtc') {
    figures.push(
      { key: 'rtt', label: t('stats.rtt'), value: milliseconds(stats?.rttMs, unknown) },
      {
        key: 'loss',
        label: t('stats.loss'),
        value: loss === null ? unknown : formats.percent(loss),
        tone: lossTone(loss),
      },
    );
  }
  return figures;
}

export function latencyFigure(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
