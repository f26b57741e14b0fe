import type { ChatReplyMap } from '@lianmai/shared';
import type { Handlers } from './Handler.ts';
import { paced } from './paced.ts';

export const chatHandlers: Handlers<keyof ChatReplyMap> = {
  chat: ({ fields, room, session, deps }) => deps.chats.of(room).post(session, fields),
  deleteMessages: paced(async ({ fields, room, session, deps }) => {
    const chat = deps.chats.of(room);
    if ('userId' in fields) chat.deleteAllOf(session, fields.userId);
    else await chat.delete(session, fields.messageIds);
    return null;
  }),
  pinNotice: paced(async ({ fields, room, session, deps }) => {
    await deps.chats.of(room).pin(session, fields.content);
    return null;
  }),
  changeChat: paced(({ fields, room, session, deps }) => {
    deps.chats.of(room).change(session, fields);
    return null;
  }),
  findPeople: ({ fields, room, session, deps }) => ({
    people: deps.chats.of(room).findPeople(session, fields.name),
  }),
};
