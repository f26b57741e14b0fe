import { useI18n } from '../../i18n/index.ts';
import type { PlaybackState } from '../../player/index.ts';
import { latencyFigure } from './playbackFigures.ts';

/** How far behind the anchor the picture is. */
export function Latency({ playback, isCompact }: { playback: PlaybackState; isCompact: boolean }) {
  const { t } = useI18n();
  const latencyMs = playback.stats?.latencyMs ?? null;
  if (playback.phase !== 'playing' || latencyMs === null) return null;
  const sentence =
    latencyMs < 1000
      ? t('room.latencyMs', { ms: Math.round(latencyMs) })
      : t('room.latency', { seconds: (latencyMs / 1000).toFixed(1) });
  return (
    <span
      className="latency"
      title={sentence}
      data-testid="room-latency"
      data-latency-ms={Math.round(latencyMs)}
    >
      {isCompact ? latencyFigure(latencyMs) : sentence}
    </span>
  );
}
