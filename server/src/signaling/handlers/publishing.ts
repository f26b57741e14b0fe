import type { Handlers } from './Handler.ts';
import { paced } from './paced.ts';

export const publishingHandlers: Handlers<'publish' | 'unpublish' | 'pauseTrack' | 'resumeTrack'> = {
  publish: paced(({ fields, room, session }) => room.tracks.publish(session, fields)),
  unpublish: paced(({ fields, room, session }) => {
    room.tracks.unpublish(session, fields.producerId);
    return null;
  }),
  pauseTrack: paced(async ({ fields, room, session }) => {
    await room.tracks.pauseTrack(session, fields.producerId);
    return null;
  }),
  resumeTrack: paced(async ({ fields, room, session }) => {
    await room.tracks.resumeTrack(session, fields.producerId);
    return null;
  }),
};
