const windowMs = 60_000;
const maxDeaths = 5;
const backoffMs = [0, 250, 500, 1000];
const unhealthyPauseMs = 15_000;

export interface RestartDecision {
  delayMs: number;
  /** Something is wrong beyond one crash: the health check must say so. */
  isUnhealthy: boolean;
  /** The deaths that still count, for the next decision. */
  deaths: number[];
}

/** How soon to start a worker again: at once after its first death, slower with every further one within a minute. */
export function decideRestart(earlierDeaths: readonly number[], nowMs: number): RestartDecision {
  const deaths = [...earlierDeaths, nowMs].filter((at) => nowMs - at < windowMs);
  const isUnhealthy = deaths.length >= maxDeaths;
  const delayMs = isUnhealthy ? unhealthyPauseMs : (backoffMs[deaths.length - 1] ?? unhealthyPauseMs);
  return { delayMs, isUnhealthy, deaths };
}
