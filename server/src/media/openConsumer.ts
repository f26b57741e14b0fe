import type { types } from 'mediasoup';
import { AppError } from '../core/AppError.ts';
import { toClientMediaError, withMediaErrors } from './mediaErrors.ts';
import type { RoomRouter } from './RoomRouter.ts';

/** A producer of the room and the router that it entered by. */
export interface RoomProducer {
  producer: types.Producer;
  router: RoomRouter;
}

export interface OpenConsumerOptions {
  source: RoomProducer;
  /** Where the consumer's transport is. */
  router: RoomRouter;
  transport: types.Transport;
  rtpCapabilities: types.RtpCapabilities;
  enableRtx: boolean;
  maxConsumersPerWorker: number;
}

/**
 * Creates a paused consumer, piping its producer to the transport's router first where needed. The pipe is given back when the
 * consumer closes. The consumer's own `producerId` is that of the router it is on, which may differ from the source's.
 * @throws AppError `not_found`, `unsupported_codec`, `capacity_reached`, `media_unavailable`
 */
export async function openConsumer(options: OpenConsumerOptions): Promise<types.Consumer> {
  const { source, router, transport, rtpCapabilities, enableRtx } = options;
  const releaseClaim = router.worker.claimConsumer(options.maxConsumersPerWorker);
  if (!releaseClaim) throw new AppError('capacity_reached', { detail: 'the worker has all its consumers' });
  try {
    const brought = await router.bringIn(source.producer, source.router);
    try {
      if (source.producer.closed) throw new AppError('not_found', { detail: 'the producer has closed' });
      if (router.isClosed) throw new AppError('media_unavailable', { detail: 'the worker died' });
      if (!router.router.canConsume({ producerId: brought.id, rtpCapabilities }))
        throw new AppError('unsupported_codec');
      const consumer = await withMediaErrors(
        () => transport.consume({ producerId: brought.id, rtpCapabilities, paused: true, enableRtx }),
        toClientMediaError,
      );
      if (consumer.closed) throw new AppError('not_found', { detail: 'closed while being created' });
      consumer.observer.once('close', brought.leave);
      return consumer;
    } catch (error) {
      brought.leave();
      throw error;
    }
  } finally {
    releaseClaim();
  }
}
