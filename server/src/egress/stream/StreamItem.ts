import type { LayoutInForce } from '@lianmai/shared';
import type { MediaTag, StreamConfig } from '../MediaTag.ts';

/** What a source of an egress stream gives, in the order of its time, which is on the stream's timeline. */
export type StreamItem =
  /** `wallClockMs`: when what is at `atMs` was captured, on the server's clock. */
  | { kind: 'config'; config: StreamConfig; atMs: number; wallClockMs: number }
  /** People stand like this from the first picture at or after `atMs` on. */
  | { kind: 'layout'; layout: LayoutInForce; atMs: number }
  | MediaTag;

export function isTag(item: StreamItem): item is MediaTag {
  return item.kind === 'video' || item.kind === 'audio';
}

export function timeOf(item: StreamItem): number {
  return isTag(item) ? item.timestampMs : item.atMs;
}
