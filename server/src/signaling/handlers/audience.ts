import type { Handlers } from './Handler.ts';

export const audienceHandlers: Handlers<'like' | 'listAudience'> = {
  like: ({ fields, room, session, deps }) => deps.likes.of(room).add(session, fields.count),
  listAudience: ({ fields, room, deps }) => deps.audiences.of(room).page(fields),
};
