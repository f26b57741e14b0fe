import type { Handlers } from './Handler.ts';

export const showHandlers: Handlers<'startShow' | 'endShow'> = {
  startShow: ({ fields, room, session, deps }) => {
    deps.rooms.assertNotDraining();
    const { title } = fields;
    return room.startShow(session, title === undefined ? title : deps.lists.clean(title, null));
  },
  endShow: async ({ room, session, deps }) => {
    if (session.permissions.role === 'anchor') room.endShow('ended_by_anchor');
    else await deps.moderation.stopShow({ identity: session.identity, origin: 'signalling' }, room);
    return null;
  },
};
