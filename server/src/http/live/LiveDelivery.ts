import type { RoomOutputs } from '../../egress/delivery/RoomOutputs.ts';

/** Someone's right to a room's egress stream: it runs as long as one lease is held. */
export interface EgressLease {
  outputs: RoomOutputs;
  /** May be called twice. */
  release(): void;
}

/** Where the live routes get a room's stream from. */
export interface LiveDelivery {
  /** Starts the egress or joins it. Throws AppError `room_not_found`, `room_not_live` or `egress_unavailable`. */
  acquire(roomId: string): Promise<EgressLease>;
}
