import type { Handlers } from './Handler.ts';

export const giftHandlers: Handlers<'gift'> = {
  gift: ({ fields, room, session, deps }) => deps.gifts.give(room, session.user, fields),
};
