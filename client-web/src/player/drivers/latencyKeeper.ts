export interface LatencyTarget {
  /** Distance to the newest media to hold, s. */
  targetS: number;
  /** Beyond it playing faster would take too long: jump. */
  jumpAboveS: number;
  /** 1.1 is as fast as speech and music go unnoticed. */
  maxRate: number;
}

export interface LatencyMove {
  rate: number;
  /** Jump so that this much is left in the buffer, s. */
  jumpToS: number | null;
}

// Between catching up and letting be lies a gap, so that the rate does not flutter around the target.
const startAboveS = 0.2;

/** How to play, so many seconds behind the newest media: as it is, a little faster, or with a jump. */
export function keepLatency(
  behindS: number,
  rate: number,
  { targetS, jumpAboveS, maxRate }: LatencyTarget,
): LatencyMove {
  if (behindS > jumpAboveS) return { rate: 1, jumpToS: targetS };
  const excess = behindS - targetS;
  const isCatchingUp = rate > 1;
  if (excess <= (isCatchingUp ? 0 : startAboveS)) return { rate: 1, jumpToS: null };
  return { rate: Math.min(maxRate, 1.03 + excess * 0.1), jumpToS: null };
}
