import type { Handlers } from './Handler.ts';

type SubscribingRequest =
  | 'subscribe'
  | 'unsubscribe'
  | 'resumeConsumer'
  | 'pauseConsumer'
  | 'setPreferredLayers'
  | 'requestKeyFrame';

export const subscribingHandlers: Handlers<SubscribingRequest> = {
  subscribe: async ({ fields, room, session }) => {
    room.assertMaySubscribe(session, fields.producerId);
    return session.peer.consume(fields);
  },
  unsubscribe: ({ fields, session }) => {
    session.peer.closeConsumer(fields.consumerId);
    return null;
  },
  resumeConsumer: async ({ fields, session }) => {
    await session.peer.resumeConsumer(fields.consumerId);
    return null;
  },
  pauseConsumer: async ({ fields, session }) => {
    await session.peer.pauseConsumer(fields.consumerId);
    return null;
  },
  setPreferredLayers: async ({ fields, session }) => {
    await session.peer.setPreferredLayers(fields.consumerId, fields.layers);
    return null;
  },
  requestKeyFrame: async ({ fields, session }) => {
    await session.peer.requestKeyFrame(fields.consumerId);
    return null;
  },
};
