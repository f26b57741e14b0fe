import type { Edge, Segment } from './SegmentWindow.ts';

/** `_HLS_msn` and `_HLS_part` of a playlist request. */
export interface ReloadRequest {
  msn: number;
  part: number | null;
}

export type ReloadVerdict = 'ready' | 'wait' | 'too_far_ahead';

/** How far past the newest segment a request may reach. */
const maxSegmentsAhead = 2;

/** How many parts past the newest one a request may reach (draft-pantos-hls-rfc8216bis §6.2.5.2, Advance Part Limit). */
export function advancePartLimit(partTargetMs: number): number {
  return partTargetMs >= 1000 ? 3 : Math.ceil(3000 / partTargetMs);
}

/** Whether the playlist that ends before `edge` answers the request. `find` gives a segment that is still held. */
export function judgeReload(
  { msn, part }: ReloadRequest,
  edge: Edge,
  find: (msn: number) => Pick<Segment, 'bytes' | 'parts'> | undefined,
  partTargetMs: number,
): ReloadVerdict {
  if (msn > edge.msn + maxSegmentsAhead) return 'too_far_ahead';
  if (msn > edge.msn)
    return part !== null && part > advancePartLimit(partTargetMs) ? 'too_far_ahead' : 'wait';
  if (msn === edge.msn) {
    if (part === null) return 'wait';
    if (part < edge.partIndex) return 'ready';
    return part - edge.partIndex > advancePartLimit(partTargetMs) ? 'too_far_ahead' : 'wait';
  }
  const segment = find(msn);
  // A part index past the end of a complete segment means the first part of the next one.
  const isPastEnd = segment !== undefined && part !== null && part >= segment.parts.length;
  if (isPastEnd && msn + 1 === edge.msn && edge.partIndex === 0) return 'wait';
  return 'ready';
}
