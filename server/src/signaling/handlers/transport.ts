import { AppError } from '../../core/AppError.ts';
import type { Handlers } from './Handler.ts';

type TransportRequest = 'createTransport' | 'connectTransport' | 'restartIce' | 'closeTransport';

export const transportHandlers: Handlers<TransportRequest> = {
  createTransport: async ({ fields, room, session }) => {
    if (fields.direction === 'send') room.assertMaySend(session);
    else if (!session.permissions.subscribe) throw new AppError('forbidden');
    const transport = await session.peer.createTransport(fields);
    if (fields.direction === 'recv') return transport;
    try {
      // The seat may have gone meanwhile.
      room.assertMaySend(session);
      return transport;
    } catch (error) {
      if (!session.isEnded) session.peer.closeTransport(transport.id);
      throw error;
    }
  },
  connectTransport: async ({ fields, session }) => {
    await session.peer.connectTransport(fields.transportId, fields.dtlsParameters);
    return null;
  },
  restartIce: async ({ fields, session }) => ({
    iceParameters: await session.peer.restartIce(fields.transportId),
  }),
  closeTransport: ({ fields, session }) => {
    session.peer.closeTransport(fields.transportId);
    return null;
  },
};
