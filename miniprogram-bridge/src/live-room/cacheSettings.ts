/** Seconds that `<live-player>` keeps between what arrives and what it shows. */
export interface CacheSettings {
  minCache: number;
  maxCache: number;
}

/** The host's own are 1 and 3. Good networks stand less and then lag less; bad ones stutter without more. */
const byNetwork: Record<string, CacheSettings> = {
  wifi: { minCache: 0.5, maxCache: 1.5 },
  ethernet: { minCache: 0.5, maxCache: 1.5 },
  '5g': { minCache: 0.5, maxCache: 1.5 },
  '4g': { minCache: 1, maxCache: 3 },
  '3g': { minCache: 2, maxCache: 5 },
  '2g': { minCache: 3, maxCache: 8 },
};

/** @param networkType as `wx.getNetworkType` names it */
export function cacheSettings(networkType: string): CacheSettings {
  return byNetwork[networkType] ?? { minCache: 1, maxCache: 3 };
}

/** Milliseconds from a camera to a phone beyond what its player keeps. */
export const onTheWayMs = 300;

/** About how far behind what happens now the player's picture is, ms, where it does not tell how much it keeps. */
export function usualLatencyMs(
  player: 'live-player' | 'video',
  { minCache, maxCache }: CacheSettings,
): number {
  return player === 'video' ? 5000 : onTheWayMs + ((minCache + maxCache) / 2) * 1000;
}
