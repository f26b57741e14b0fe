import type { EgressLease } from '../../egress/delivery/EgressLease.ts';
import type { RoomOutputs } from '../../egress/delivery/RoomOutputs.ts';

export type RoomLease = EgressLease<RoomOutputs>;

/** Where the live routes get a room's stream from. */
export interface LiveDelivery {
  /** Starts the egress or joins it. Throws AppError `room_not_found`, `room_not_live` or `egress_unavailable`. */
  acquire(roomId: string): Promise<RoomLease>;
}
