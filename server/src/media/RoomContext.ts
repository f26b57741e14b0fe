import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import type { MediaTiming } from './mediaTiming.ts';
import type { RoomRouters } from './RoomRouters.ts';

/** What everything inside one room's media shares. */
export interface RoomContext {
  readonly routers: RoomRouters;
  readonly maxConsumersPerWorker: number;
  readonly timing: MediaTiming;
  readonly clock: Clock;
  readonly log: Logger;
}
