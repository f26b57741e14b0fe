import { AppError } from '../../core/AppError.ts';
import type { Session } from '../../rooms/Session.ts';
import type { Handlers } from './Handler.ts';

type PkRequest = 'invitePk' | 'cancelPk' | 'acceptPk' | 'declinePk' | 'endPk';

export const pkHandlers: Handlers<PkRequest> = {
  invitePk: ({ fields, room, session, deps }) => {
    assertAnchor(session);
    deps.rooms.assertNotDraining();
    return deps.pk.invite(room.id, fields.roomId, fields.durationMs);
  },
  cancelPk: ({ fields, room, session, deps }) => {
    assertAnchor(session);
    deps.pk.cancel(room.id, fields.pkId);
    return null;
  },
  acceptPk: ({ fields, room, session, deps }) => {
    assertAnchor(session);
    deps.pk.accept(room.id, fields.pkId);
    return null;
  },
  declinePk: ({ fields, room, session, deps }) => {
    assertAnchor(session);
    deps.pk.decline(room.id, fields.pkId);
    return null;
  },
  endPk: ({ room, session, deps }) => {
    assertAnchor(session);
    deps.pk.end(room.id);
    return null;
  },
};

/** Only where the anchor publishes from: not what else they have open, not a CoHost. */
function assertAnchor(session: Session): void {
  if (session.as !== 'publisher') throw new AppError('forbidden');
}
