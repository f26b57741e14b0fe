import type { Handlers } from './Handler.ts';

export const rtmpHandlers: Handlers<'rtmpAddress'> = {
  rtmpAddress: ({ room, session, host, deps }) => deps.rtmp.addressFor(room, session, host),
};
