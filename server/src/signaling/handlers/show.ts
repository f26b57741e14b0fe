import { AppError } from '../../core/AppError.ts';
import type { Handlers } from './Handler.ts';

export const showHandlers: Handlers<'startShow' | 'endShow'> = {
  startShow: ({ fields, room, session, deps }) => {
    deps.rooms.assertNotDraining();
    const { title } = fields;
    return room.startShow(session, title === undefined ? title : deps.lists.clean(title, null));
  },
  endShow: ({ room, session }) => {
    const { role } = session.permissions;
    if (role !== 'anchor' && role !== 'operator') throw new AppError('forbidden');
    room.endShow(role === 'anchor' ? 'ended_by_anchor' : 'ended_by_operator');
    return null;
  },
};
