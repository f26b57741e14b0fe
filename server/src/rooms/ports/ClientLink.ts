import type { PushFrame } from '@lianmai/shared';
import type { SharedFrame } from '../fanout/SharedFrame.ts';

/** One live connection of one client, whatever carries it (Socket.IO, plain WebSocket). */
export interface ClientLink {
  readonly id: string;
  /** Never throws and never waits: a client that does not read is cut by its carrier. */
  send(frame: PushFrame): void;
  /** As `send`, for a frame that many links get: encode it once for all by `SharedFrame.encodedBy`. */
  sendShared(frame: SharedFrame): void;
  /** Ends the connection. Idempotent. */
  close(): void;
}
