export interface ReconnectContext {
  /** Failed attempts of this outage so far; 0 right after the loss. */
  attempt: number;
  /** Since the connection was lost, ms. */
  elapsedMs: number;
}

/** Delay before the next attempt in ms; `null` gives up. */
export type ReconnectPolicy = (context: ReconnectContext) => number | null;

const eagerMs = 30_000;
const eagerCapMs = 1000;
const patientCapMs = 5000;

/**
 * Eager for the first 30 s (a tunnel, a change of network: back within 2 s of its return), patient afterwards; never gives up.
 * Half of every delay is random, so that a server that comes back is not met by everybody in the same instant.
 */
export function createReconnectPolicy(random: () => number = Math.random): ReconnectPolicy {
  return ({ attempt, elapsedMs }) => {
    const cap = elapsedMs < eagerMs ? eagerCapMs : patientCapMs;
    const base = Math.min(cap, 150 * 2 ** Math.min(attempt, 10));
    return base / 2 + (base / 2) * random();
  };
}

/**
 * How long one attempt may take. Packets sent into a dead network are repeated by TCP ever more slowly, so early attempts are
 * short and started afresh; but never so short that a slow network, known by how long connecting took before, cannot succeed.
 */
export function attemptTimeoutMs(elapsedMs: number, usualConnectMs: number | null): number {
  if (usualConnectMs === null) return 10_000;
  const shortest = Math.max(1500, usualConnectMs * 2 + 500);
  const patience = elapsedMs < eagerMs ? 1 : elapsedMs < eagerMs * 2 ? 3 : 6;
  return Math.min(10_000, shortest * patience);
}
