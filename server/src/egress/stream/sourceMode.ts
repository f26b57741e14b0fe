import type { CompositionSettings } from '@lianmai/shared';

/** A leave and a return within this time, or a reloaded page, do not change what players see. */
const leaveAfterMs = 2000;

/** Where an egress stream's picture and sound come from: the anchor's, copied, or everybody's, mixed. */
export type SourceMode =
  | { name: 'solo' }
  /** `leavesAtMs`: one person alone has been on air for a while; `null` while the mix is needed. */
  | { name: 'composed'; leavesAtMs: number | null };

export interface SourceDemand {
  policy: CompositionSettings['mode'];
  /** On air, a PK's rival included. */
  people: number;
}

/** Which source a stream should have. To be asked at each change, and again at `leavesAtMs`. */
export function nextSourceMode(before: SourceMode, demand: SourceDemand, nowMs: number): SourceMode {
  const isNeeded = demand.policy === 'always' || (demand.policy === 'auto' && demand.people > 1);
  if (isNeeded) return { name: 'composed', leavesAtMs: null };
  if (demand.policy === 'never' || before.name === 'solo') return { name: 'solo' };
  const leavesAtMs = before.leavesAtMs ?? nowMs + leaveAfterMs;
  return nowMs >= leavesAtMs ? { name: 'solo' } : { name: 'composed', leavesAtMs };
}
