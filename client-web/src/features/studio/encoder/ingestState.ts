import type { IngestView } from '@lianmai/shared';

/** `lost`: the show runs without it. */
export type IngestState = 'waiting' | 'connected' | 'receiving' | 'lost';

export function ingestState(ingest: IngestView | null, isLive: boolean): IngestState {
  if (ingest === null) return isLive ? 'lost' : 'waiting';
  return ingest.video === null && ingest.audio === null ? 'connected' : 'receiving';
}
