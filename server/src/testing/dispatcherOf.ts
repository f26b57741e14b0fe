import { silentLogger } from '../core/logger.ts';
import { Dispatcher } from '../signaling/Dispatcher.ts';
import { wireAudience } from '../wiring/audience.ts';
import type { roomFixture } from './roomFixture.ts';

/** A Dispatcher in front of a fixture's registry. */
export function dispatcherOf({
  rooms,
  media,
  pk,
  clock,
}: Pick<ReturnType<typeof roomFixture>, 'rooms' | 'media' | 'pk' | 'clock'>): Dispatcher {
  return new Dispatcher({
    rooms,
    rtpCapabilities: media.rtpCapabilities,
    playback: { record: () => undefined },
    pk,
    ...wireAudience({ rooms, clock }),
    clock,
    log: silentLogger(),
  });
}
