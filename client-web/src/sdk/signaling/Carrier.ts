import type { PushFrame, ReplyFrame, RequestFrame } from '@lianmai/shared';
import type { LiveError } from '../LiveError.ts';

export interface CarrierEvents {
  onOpen: () => void;
  /** Once, also when it never opened. Not after `close()`. */
  onClosed: (error: LiveError) => void;
  onPush: (frame: PushFrame) => void;
}

/** One connection to the server, used once: opens by itself, ends with `onClosed` or `close()`. */
export interface Carrier {
  send(frame: RequestFrame, onReply: (reply: ReplyFrame) => void): void;
  close(): void;
}

export type OpenCarrier = (events: CarrierEvents, timeoutMs: number) => Carrier;
