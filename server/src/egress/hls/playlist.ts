import { layoutDateRangeClass } from '@lianmai/shared';
import { type HlsFile, hlsFileName } from './HlsFile.ts';
import type { LayoutMark } from './LayoutMarks.ts';
import type { Edge, Segment } from './SegmentWindow.ts';

export interface PlaylistView {
  epoch: string;
  partTargetMs: number;
  targetDurationSeconds: number;
  segments: Segment[];
  /** By time, the one in force at the first segment before all others. */
  layouts: readonly LayoutMark[];
  discontinuitySequence: number;
  edge: Edge;
  hasEnded: boolean;
}

/** Parts are listed this far back from the live edge, in target durations (draft-pantos-hls-rfc8216bis §6.2.2). */
const partsListedTargetDurations = 3;

/**
 * The media playlist (draft-pantos-hls-rfc8216bis). A player that knows nothing of low latency ignores the unknown tags and plays
 * the segments. There is no EXT-X-INDEPENDENT-SEGMENTS: a segment cut for want of a keyframe does not begin with one.
 */
export function renderPlaylist(view: PlaylistView): string {
  const lines = [...headLines(view), ...layoutLines(view), ...segmentLines(view), ...tailLines(view)];
  return `${lines.join('\n')}\n`;
}

function headLines(view: PlaylistView): string[] {
  const partTarget = view.partTargetMs / 1000;
  // Three times the target is what the specification asks for at least (HOLD-BACK) or advises (PART-HOLD-BACK).
  const control = [
    'CAN-BLOCK-RELOAD=YES',
    `PART-HOLD-BACK=${seconds(view.partTargetMs * 3)}`,
    `HOLD-BACK=${(view.targetDurationSeconds * 3).toFixed(1)}`,
  ];
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:6',
    `#EXT-X-TARGETDURATION:${view.targetDurationSeconds}`,
    `#EXT-X-SERVER-CONTROL:${control.join(',')}`,
    `#EXT-X-PART-INF:PART-TARGET=${partTarget.toFixed(3)}`,
    `#EXT-X-MEDIA-SEQUENCE:${view.segments[0]?.msn ?? view.edge.msn}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${view.discontinuitySequence}`,
  ];
}

/**
 * Where people stand in the picture, from each START-DATE until the next one (§4.4.5.1: END-ON-NEXT needs a CLASS, and neither
 * DURATION nor END-DATE). An ID is never used for anything else, also when the room's egress is started again. A date range needs a
 * program date to be placed by.
 */
function layoutLines({ epoch, layouts, segments }: PlaylistView): string[] {
  if (!segments.some(({ parts }) => parts.length > 0)) return [];
  return layouts.map(({ number, startsAtMs, layout }) => {
    const attributes = [
      `ID="layout-${epoch}-${number}"`,
      `CLASS="${layoutDateRangeClass}"`,
      `START-DATE="${new Date(startsAtMs).toISOString()}"`,
      'END-ON-NEXT=YES',
      `X-LAYOUT="${Buffer.from(JSON.stringify(layout)).toString('base64url')}"`,
    ];
    return `#EXT-X-DATERANGE:${attributes.join(',')}`;
  });
}

function segmentLines(view: PlaylistView): string[] {
  const partsFromMsn = firstMsnWithParts(view);
  let initVersion: number | null = null;
  return view.segments.flatMap((segment) => {
    if (segment.parts.length === 0) return [];
    const lines: string[] = [];
    if (segment.isDiscontinuity) lines.push('#EXT-X-DISCONTINUITY');
    if (segment.initVersion !== initVersion || segment.isDiscontinuity) lines.push(mapLine(view, segment));
    initVersion = segment.initVersion;
    lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.programDateTimeMs).toISOString()}`);
    if (segment.msn >= partsFromMsn) lines.push(...partLines(view, segment));
    if (segment.bytes) lines.push(`#EXTINF:${seconds(segment.durationMs)},`, segmentName(view, segment));
    return lines;
  });
}

function tailLines({ hasEnded, epoch, edge }: PlaylistView): string[] {
  if (hasEnded) return ['#EXT-X-ENDLIST'];
  const next = hlsFileName({ kind: 'part', epoch, msn: edge.msn, index: edge.partIndex });
  return [`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${next}"`];
}

function firstMsnWithParts({ segments, targetDurationSeconds, edge }: PlaylistView): number {
  let remainingMs = partsListedTargetDurations * targetDurationSeconds * 1000;
  let firstMsn = edge.msn;
  for (const segment of segments.toReversed()) {
    if (remainingMs <= 0) break;
    firstMsn = segment.msn;
    remainingMs -= segment.durationMs;
  }
  return firstMsn;
}

function partLines({ epoch }: PlaylistView, { msn, parts }: Segment): string[] {
  return parts.map((part, index) => {
    const uri = hlsFileName({ kind: 'part', epoch, msn, index });
    const independent = part.isIndependent ? ',INDEPENDENT=YES' : '';
    return `#EXT-X-PART:DURATION=${seconds(part.durationMs)},URI="${uri}"${independent}`;
  });
}

function mapLine({ epoch }: PlaylistView, { initVersion }: Segment): string {
  const file: HlsFile = { kind: 'init', epoch, version: initVersion };
  return `#EXT-X-MAP:URI="${hlsFileName(file)}"`;
}

function segmentName({ epoch }: PlaylistView, { msn }: Segment): string {
  return hlsFileName({ kind: 'segment', epoch, msn });
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
