import { protocolVersion, type ReplyMap } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Room } from '../../rooms/Room.ts';
import type { Session } from '../../rooms/Session.ts';
import type { Handlers, JoinCall } from './Handler.ts';

/** @throws AppError `unsupported_version`, `already_joined`, `room_not_found`, `session_not_found`, `forbidden` */
export function join({ fields, connection, deps }: JoinCall): ReplyMap['join'] {
  if (fields.protocolVersion !== protocolVersion) throw new AppError('unsupported_version');
  if (connection.joined) throw new AppError('already_joined');
  const room = deps.rooms.get(fields.roomId);
  const { resume } = fields;
  connection.link.hold();
  const session = resume
    ? room.resume(resume.sessionId, resume.resumeKey, connection.identity, connection.link)
    : room.join(connection.identity, fields.as, connection.link, connection.platform);
  connection.bind(room, session);
  const { stopsInMs } = deps.rooms;
  if (stopsInMs !== null) session.notify('draining', { stopsInMs });
  return joinReply(
    room,
    session,
    deps.rtpCapabilities,
    resume ? room.log.since(resume.lastSeq) : [],
    Boolean(resume),
  );
}

function joinReply(
  room: Room,
  session: Session,
  rtpCapabilities: ReplyMap['join']['rtpCapabilities'],
  missed: ReplyMap['join']['missed'],
  isResumed: boolean,
): ReplyMap['join'] {
  return {
    sessionId: session.id,
    resumeKey: session.resumeKey,
    graceMs: session.graceMs,
    isResumed,
    ...room.standingOf(session),
    snapshot: room.snapshot(),
    backstage: room.backstageOf(session),
    missed,
    rtpCapabilities,
  };
}

export const sessionHandlers: Handlers<'leave'> = {
  leave: ({ session }) => {
    session.end('left');
    return null;
  },
};
