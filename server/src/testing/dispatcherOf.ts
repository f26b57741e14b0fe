import { AppError } from '../core/AppError.ts';
import { silentLogger } from '../core/logger.ts';
import { Dispatcher } from '../signaling/Dispatcher.ts';
import { wireAudience } from '../wiring/audience.ts';
import { wireChat } from '../wiring/chat.ts';
import type { roomFixture } from './roomFixture.ts';

/** A Dispatcher in front of a fixture's registry. */
export function dispatcherOf({
  rooms,
  media,
  pk,
  clock,
  order,
}: Pick<ReturnType<typeof roomFixture>, 'rooms' | 'media' | 'pk' | 'clock' | 'order'>): Dispatcher {
  return new Dispatcher({
    rooms,
    rtpCapabilities: media.rtpCapabilities,
    playback: { record: () => undefined },
    pk,
    ...wireAudience({ rooms, clock }),
    ...order,
    ...wireChat({
      rooms,
      follows: { follows: () => true },
      review: order.reviews,
      clock,
      log: silentLogger(),
    }),
    gifts: { give: () => Promise.reject(new AppError('not_supported')) },
    clock,
    log: silentLogger(),
  });
}
