import type { Handlers } from './Handler.ts';

export const playbackHandlers: Handlers<'reportPlayback'> = {
  reportPlayback: ({ fields, room, session, deps }) => {
    deps.playback.record(room, session, fields);
    return null;
  },
};
