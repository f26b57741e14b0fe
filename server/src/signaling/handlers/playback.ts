import type { Handlers } from './Handler.ts';

export const playbackHandlers: Handlers<'reportPlayback'> = {
  reportPlayback: ({ fields, room, deps }) => {
    deps.playback.record(room.id, fields);
    return null;
  },
};
