import type { RoomState } from '@lianmai/miniprogram';
import type { BackstageView, SeatView, UserRef } from '@lianmai/shared';
import type { StageTexts } from './stageTexts';

/** A place on the stage as the sheet shows it. */
export interface SeatLine {
  seat: number;
  kind: 'taken' | 'free' | 'locked' | 'reserved';
  user: UserRef | null;
  /** Under the face: a name, or what the place is. */
  name: string;
  note: string;
  isMe: boolean;
}

/** What the stage is to us. */
export type Mine =
  | { name: 'none' }
  | { name: 'queued' }
  | { name: 'invited'; invitationId: string; by: string }
  | { name: 'seated'; seat: number };

export function seatLines(
  { stage, isAnchorAway }: Pick<RoomState, 'stage' | 'isAnchorAway'>,
  sessionId: string | null,
  t: StageTexts,
): SeatLine[] {
  return stage.seats.map((view) => {
    const line = { seat: view.seat, kind: view.state, user: null, note: '', isMe: false };
    if (view.state === 'reserved') return { ...line, user: view.user, name: t.reserved };
    if (view.state !== 'taken') return { ...line, name: t[view.state] };
    const { user, isReconnecting, forcedMute } = view.occupant;
    const isMe = view.seat > 0 && view.occupant.sessionId === sessionId;
    const isAway = isReconnecting || (view.seat === 0 && isAnchorAway);
    const note = isAway ? t.away : forcedMute.microphone ? t.muted : view.seat === 0 ? t.anchor : '';
    return { ...line, user, name: isMe ? t.you : user.name, note, isMe };
  });
}

export function mineOf(
  mySeat: SeatView | null,
  { applications, invitations }: BackstageView,
  userId: string | undefined,
): Mine {
  if (mySeat) return { name: 'seated', seat: mySeat.seat };
  // Moderators see everybody's.
  const invitation = invitations.find(({ user }) => user.id === userId);
  if (invitation)
    return {
      name: 'invited',
      invitationId: invitation.invitationId,
      by: invitation.invitedBy.name,
    };
  return applications.some(({ user }) => user.id === userId) ? { name: 'queued' } : { name: 'none' };
}

/** Empty: one may ask for a seat. */
export function whyNotApply({ stage, muted, may }: RoomState, mutedText: string, t: StageTexts): string {
  if (muted || !may.chat) return mutedText;
  if (stage.settings.admission === 'invite') return t.inviteOnly;
  const isFree = stage.seats.some(({ seat, state }) => seat > 0 && state === 'free');
  return stage.settings.admission === 'open' && !isFree ? t.full : '';
}
