import type { Handlers } from './Handler.ts';

export const publishingHandlers: Handlers<'publish' | 'unpublish' | 'pauseTrack' | 'resumeTrack'> = {
  publish: ({ fields, room, session }) => room.tracks.publish(session, fields),
  unpublish: ({ fields, room, session }) => {
    room.tracks.unpublish(session, fields.producerId);
    return null;
  },
  pauseTrack: async ({ fields, room, session }) => {
    await room.tracks.pauseTrack(session, fields.producerId);
    return null;
  },
  resumeTrack: async ({ fields, room, session }) => {
    await room.tracks.resumeTrack(session, fields.producerId);
    return null;
  },
};
