import type { MediaPeerEvents } from './ports/MediaEngine.ts';
import type { Session } from './Session.ts';

/** Turns what happens to a Session's media into notices for its client; lost producers also leave the Room. */
export function sessionPeerEvents(
  session: Session,
  on: {
    producerLost: (producerId: string) => void;
    producerScore: (producerId: string, score: number) => void;
  },
): MediaPeerEvents {
  return {
    transportClosed: (transportId, reason) => session.notify('transportClosed', { transportId, reason }),
    producerClosed: (producerId, reason) => {
      session.notify('producerClosed', { producerId, reason });
      on.producerLost(producerId);
    },
    consumerClosed: (consumerId, producerId) => session.notify('consumerClosed', { consumerId, producerId }),
    consumerPaused: (consumerId) => session.notify('consumerPaused', { consumerId }),
    consumerResumed: (consumerId) => session.notify('consumerResumed', { consumerId }),
    consumerLayersChanged: (consumerId, layers) =>
      session.notify('consumerLayersChanged', { consumerId, layers }),
    producerScore: (producerId, kind, score) => {
      session.notify('producerScore', { producerId, kind, score });
      on.producerScore(producerId, score);
    },
  };
}
