import type { Router } from 'express';
import type { SigningKey } from '../auth/AccessTokens.ts';
import { MediaAddresses } from '../auth/MediaAddresses.ts';
import type { Config } from '../config/Config.ts';
import type { Clock } from '../core/Clock.ts';
import type { Disposables } from '../core/Disposables.ts';
import { createLiveRouter } from '../http/live/createLiveRouter.ts';
import type { LiveDelivery } from '../http/live/LiveDelivery.ts';
import { MediaDoor } from '../http/live/MediaDoor.ts';
import type { ViewerCounter } from '../http/live/ViewerCounter.ts';
import type { Identity } from '../rooms/permissions.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';

export interface DeliveryParts {
  rooms: RoomRegistry;
  delivery: LiveDelivery;
  viewers: ViewerCounter;
  signingKeys: readonly SigningKey[];
  /** Whether what somebody was given is still good. @throws AppError `token_revoked`, `banned` */
  assertMayAct: (holder: Identity, issuedAtMs: number) => void;
  config: Config;
  clock: Clock;
  disposables: Disposables;
}

/** FLV and HLS: who gets them, and the routes. */
export function wireDelivery(parts: DeliveryParts): { door: MediaDoor; router: Router } {
  const { rooms, delivery, viewers, signingKeys, assertMayAct, config, clock, disposables } = parts;
  const { isOpen, addressTtlMs } = config.mediaAccess;
  const door = new MediaDoor({
    addresses: new MediaAddresses({ signingKeys, ttlMs: addressTtlMs, clock }),
    roomOf: (roomId) => rooms.get(roomId),
    assertMayAct,
    isOpen,
  });
  rooms.onRoomOpened((room) => room.onAccessChanged(() => door.lookAgain(room.id)));
  return { door, router: createLiveRouter({ delivery, viewers, door, clock, disposables }) };
}
