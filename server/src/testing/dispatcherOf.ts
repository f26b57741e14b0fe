import { AppError } from '../core/AppError.ts';
import { silentLogger } from '../core/logger.ts';
import { Dispatcher } from '../signaling/Dispatcher.ts';
import { chatsOf } from './chatFixture.ts';
import type { roomFixture } from './roomFixture.ts';

/** A Dispatcher in front of a fixture's registry. */
export function dispatcherOf({
  rooms,
  media,
  pk,
  clock,
  order,
  audience,
}: Pick<
  ReturnType<typeof roomFixture>,
  'rooms' | 'media' | 'pk' | 'clock' | 'order' | 'audience'
>): Dispatcher {
  return new Dispatcher({
    rooms,
    rtpCapabilities: media.rtpCapabilities,
    playback: { record: () => undefined },
    pk,
    ...audience,
    ...order,
    chats: chatsOf({ rooms, clock }, { review: order.reviews }),
    rtmp: {
      addressFor: () => {
        throw new AppError('not_supported');
      },
    },
    gifts: { give: () => Promise.reject(new AppError('not_supported')) },
    clock,
    log: silentLogger(),
  });
}
