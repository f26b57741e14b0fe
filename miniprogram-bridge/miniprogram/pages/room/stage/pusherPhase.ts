/** How `<live-pusher>` does. */
export type PusherPhase =
  /** Before anything arrives at the server. */
  | 'connecting'
  | 'pushing'
  /** It arrives, but the network is too slow for it. */
  | 'weak'
  /** It is gone, and the pusher tries again by itself. */
  | 'reconnecting'
  /** It gave up: a new address, and from the start. */
  | 'gaveUp'
  | 'denied';

/**
 * By the codes of `bindstatechange`; there are more than are documented, and those tell nothing.
 * Source: `LivePusherProps` of @tarojs/components; research/miniprogram.md §1.2.
 */
export function pusherPhaseAfter(code: number, before: PusherPhase): PusherPhase {
  switch (code) {
    case 1002:
      return 'pushing';
    case 1101:
      return before === 'pushing' ? 'weak' : before;
    case 1102:
    case 3005:
      return before === 'gaveUp' ? before : 'reconnecting';
    case -1307:
      return 'gaveUp';
    case -1301:
    case -1302:
      return 'denied';
    default:
      return before;
  }
}
