import { limits, type ReplyMap, type RequestType, type stageRequestSchemas } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Room } from '../../rooms/Room.ts';
import type { Call, Handler, Handlers } from './Handler.ts';
import { paced } from './paced.ts';

type StageRequest = keyof typeof stageRequestSchemas;
type Silent = { [T in RequestType]: null extends ReplyMap[T] ? T : never }[RequestType];

export const stageHandlers: Handlers<StageRequest> = {
  applyForSeat: paced(({ fields, room, session, deps }) => {
    room.assertMaySpeak(session);
    const { seat = null, withVideo } = fields;
    const message = fields.message === undefined ? null : deps.lists.clean(fields.message, room.id);
    return room.admissions.apply(session, { seat, message, withVideo });
  }),
  withdrawApplication: paced(done(({ room, session }) => room.admissions.withdraw(session))),
  acceptApplication: byHost(({ fields, room }) => ({
    seat: room.admissions.accept(fields.applicationId, fields.seat),
  })),
  refuseApplication: byHost(done(({ fields, room }) => room.admissions.refuse(fields.applicationId))),
  inviteToSeat: byHost(({ fields, room, session }) => {
    const { invitationId, seat, expiresAtMs } = room.admissions.invite(
      session.user,
      fields.userId,
      fields.seat,
    );
    return { invitationId, seat, expiresAtMs };
  }),
  cancelInvitation: byHost(done(({ fields, room }) => room.admissions.cancelInvitation(fields.invitationId))),
  acceptInvitation: ({ fields, room, session }) => {
    room.assertMaySpeak(session);
    return { seat: room.admissions.acceptInvitation(session, fields.invitationId) };
  },
  declineInvitation: done(({ fields, room, session }) =>
    room.admissions.declineInvitation(session, fields.invitationId),
  ),
  leaveSeat: paced(done(({ room, session }) => room.stage.leave(session))),
  takeOnAir: byHost(done(({ fields, room }) => room.stage.change({ type: 'takeOnAir', seat: fields.seat }))),
  cutFromAir: byHost(done(({ fields, room }) => room.stage.change({ type: 'cut', seat: fields.seat }))),
  takeOffSeat: byHost(
    done(({ fields, room }) => room.stage.change({ type: 'vacate', seat: fields.seat, change: 'taken_off' })),
  ),
  moveSeat: byHost(done(({ fields, room }) => room.stage.move(fields.from, fields.to))),
  lockSeat: byOwner(done(({ fields, room }) => room.stage.change({ type: 'lock', seat: fields.seat }))),
  unlockSeat: byOwner(done(({ fields, room }) => room.stage.change({ type: 'unlock', seat: fields.seat }))),
  setSeatVideo: byOwner(done(({ fields, room }) => room.stage.change({ type: 'setVideo', ...fields }))),
  muteSeat: byHost(done(({ fields, room }) => room.stage.setMuted(fields.seat, fields.source, true))),
  unmuteSeat: byHost(done(({ fields, room }) => room.stage.setMuted(fields.seat, fields.source, false))),
  askToUnmute: paced(done(({ fields, room, session }) => room.stage.askToUnmute(session, fields.source))),
  changeStage: byOwner(done(({ fields, room }) => room.stage.configure(fields))),
  listViewers: byHost(({ room }) => ({ viewers: invitableViewers(room) })),
};

/** For requests whose reply says no more than that it is done. */
function done<T extends Silent>(act: (call: Call<T>) => void): (call: Call<T>) => null {
  return (call) => {
    act(call);
    return null;
  };
}

/** For the anchor, moderators and operators. */
function byHost<T extends StageRequest>(handle: Handler<T>): Handler<T> {
  return (call) => {
    if (!call.session.permissions.moderate) throw new AppError('forbidden');
    return handle(call);
  };
}

/** For the anchor and operators. */
function byOwner<T extends StageRequest>(handle: Handler<T>): Handler<T> {
  return (call) => {
    const { role } = call.session.permissions;
    if (role !== 'anchor' && role !== 'operator') throw new AppError('forbidden');
    return handle(call);
  };
}

function invitableViewers(room: Room): ReplyMap['listViewers']['viewers'] {
  return room.sessions
    .filter(({ as, isOnline, permissions }) => as === 'viewer' && isOnline && permissions.takeSeat)
    .filter(({ user }) => !room.stage.hasGuest(user.id))
    .map(({ user }) => user)
    .reverse()
    .slice(0, limits.listedViewers);
}
