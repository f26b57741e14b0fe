import { AppError } from '../../core/AppError.ts';
import type { Handlers } from './Handler.ts';

type TransportRequest = 'createTransport' | 'connectTransport' | 'restartIce' | 'closeTransport';

export const transportHandlers: Handlers<TransportRequest> = {
  createTransport: ({ fields, session }) => {
    const { publish, subscribe } = session.permissions;
    if (fields.direction === 'send' ? !(publish && session.as === 'publisher') : !subscribe) {
      throw new AppError('forbidden');
    }
    return session.peer.createTransport(fields);
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
