import type { Handlers } from './Handler.ts';

export const likeHandlers: Handlers<'like'> = {
  like: ({ fields, room, session, deps }) => deps.likes.of(room).add(session, fields.count),
};
