import type { LadderProtocol, PlaybackState } from '../../../player/index.ts';

/** Until the player has measured how far behind it is, ms. */
const usualLatencyMs: Record<LadderProtocol, number> = { webrtc: 100, flv: 700, llhls: 1500, hls: 4000 };

/**
 * Which moment of the room's media clock is on screen, ms; null while no picture moves. WebRTC shows what happens now; FLV and HLS
 * are behind by what the player measures: from the playlist's program dates, or from its buffer.
 */
export function pictureTime(
  { phase, protocol, stats }: Pick<PlaybackState, 'phase' | 'protocol' | 'stats'>,
  serverNowMs: number,
): number | null {
  if (phase !== 'playing' || protocol === null) return null;
  const measured = stats?.protocol === protocol ? stats.latencyMs : null;
  return serverNowMs - (measured ?? usualLatencyMs[protocol]);
}
