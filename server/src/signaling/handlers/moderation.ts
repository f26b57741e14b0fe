import type { moderationRequestSchemas } from '@lianmai/shared';
import type { Call, Handlers } from './Handler.ts';

type ModerationRequest = keyof typeof moderationRequestSchemas;

export const moderationHandlers: Handlers<ModerationRequest> = {
  sanction: async (call) => {
    const { scope, ...wish } = call.fields;
    const room = scope === 'room' ? call.room : null;
    return { sanction: await call.deps.moderation.sanction(actorOf(call), room, wish) };
  },
  liftSanction: async (call) => {
    const { scope, ...which } = call.fields;
    await call.deps.moderation.lift(actorOf(call), scope === 'room' ? call.room : null, which);
    return null;
  },
  setModerator: async (call) => {
    const { userId, isModerator } = call.fields;
    await call.deps.moderation.setModerator(actorOf(call), call.room, userId, isModerator);
    return null;
  },
  report: async (call) => {
    await call.deps.reports.file(actorOf(call), call.room, call.fields);
    return null;
  },
};

function actorOf({ session }: Call<ModerationRequest>) {
  return { identity: session.identity, origin: 'signalling' };
}
