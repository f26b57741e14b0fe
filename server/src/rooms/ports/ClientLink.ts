import type { PushFrame } from '@lianmai/shared';

/** One live connection of one client, whatever carries it (Socket.IO, plain WebSocket). */
export interface ClientLink {
  readonly id: string;
  /** Never throws and never waits: a client that does not read is cut by its carrier. */
  send(frame: PushFrame): void;
  /** Ends the connection. Idempotent. */
  close(): void;
}
