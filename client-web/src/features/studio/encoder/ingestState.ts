import type { IngestView } from '@lianmai/shared';

/** `lost`: the show runs without it; `held`: the last show was ended, the stream goes on. */
export type IngestState = 'waiting' | 'held' | 'connected' | 'receiving' | 'lost';

export function ingestState(ingest: IngestView | null, isLive: boolean): IngestState {
  if (ingest === null) return isLive ? 'lost' : 'waiting';
  if (ingest.isHeld) return 'held';
  return ingest.video === null && ingest.audio === null ? 'connected' : 'receiving';
}
