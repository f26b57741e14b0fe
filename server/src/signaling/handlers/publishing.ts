import type { Handlers } from './Handler.ts';

export const publishingHandlers: Handlers<'publish' | 'unpublish' | 'pauseTrack' | 'resumeTrack'> = {
  publish: ({ fields, room, session }) => room.stage.publish(session, fields),
  unpublish: ({ fields, room, session }) => {
    room.stage.unpublish(session, fields.producerId);
    return null;
  },
  pauseTrack: async ({ fields, room, session }) => {
    await room.stage.pauseTrack(session, fields.producerId);
    return null;
  },
  resumeTrack: async ({ fields, room, session }) => {
    await room.stage.resumeTrack(session, fields.producerId);
    return null;
  },
};
