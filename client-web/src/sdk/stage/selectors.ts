import type {
  BackstageView,
  MutableSource,
  Publication,
  SeatApplication,
  SeatInvitation,
  SeatView,
  UserRef,
} from '@lianmai/shared';
import type { RoomState } from '../types.ts';

/** Somebody who has a place in the picture that the audience sees. */
export interface PersonOnAir {
  roomId: string;
  seat: number;
  /** The other room's anchor in a PK. */
  isRival: boolean;
  user: UserRef;
  /** Whose tracks to look for in `subscriber.users`; null while they have none and their seat does not say. */
  sessionId: string | null;
  hasCamera: boolean;
  hasScreen: boolean;
  isMicrophoneOn: boolean;
  isReconnecting: boolean;
  forcedMute: Readonly<Record<MutableSource, boolean>>;
}

type Tracks = readonly Publication[];

const notMuted: PersonOnAir['forcedMute'] = { microphone: false, camera: false };

/** Everybody on air, with or without tracks: by seat, a PK's rival last. Empty while no show is running. */
export function peopleOnAir({ room, stage, publications, pk, isAnchorAway }: RoomState): PersonOnAir[] {
  if (room?.status !== 'live') return [];
  const own = publications.filter(({ roomId }) => roomId === room.id);
  const anchor: PersonOnAir = {
    ...personWith(own.filter(({ seat }) => seat === 0)),
    ...{ roomId: room.id, seat: 0, isRival: false, user: room.anchor, forcedMute: notMuted },
    isReconnecting: isAnchorAway,
  };
  const rival = pk?.sides.find(({ roomId }) => roomId !== room.id);
  return [
    anchor,
    ...stage.seats.flatMap((seat) => guestOn(seat, room.id, own)),
    ...(rival ? [rivalOf(rival, publications)] : []),
  ];
}

/** The invitation that waits for this person's answer. */
export function invitationFor({ invitations }: BackstageView, userId: string): SeatInvitation | null {
  return invitations.find(({ user }) => user.id === userId) ?? null;
}

/** The application of this person that waits for an answer. */
export function applicationOf({ applications }: BackstageView, userId: string): SeatApplication | null {
  return applications.find(({ user }) => user.id === userId) ?? null;
}

/** The seat that belongs to a Session; null: it is not on stage. */
export function seatOfSession(seats: readonly SeatView[], sessionId: string | null): SeatView | null {
  const isTheirs = (seat: SeatView) => seat.state === 'taken' && seat.occupant.sessionId === sessionId;
  return sessionId === null ? null : (seats.find(isTheirs) ?? null);
}

function guestOn(view: SeatView, roomId: string, own: Tracks): PersonOnAir[] {
  if (view.seat === 0 || view.state !== 'taken' || view.occupant.phase !== 'onAir') return [];
  const { user, sessionId, isReconnecting, forcedMute } = view.occupant;
  const tracks = own.filter(({ seat }) => seat === view.seat);
  const person = { roomId, seat: view.seat, isRival: false, user, isReconnecting, forcedMute };
  return [{ ...personWith(tracks), ...person, sessionId }];
}

function rivalOf({ roomId, anchor }: { roomId: string; anchor: UserRef }, publications: Tracks): PersonOnAir {
  const tracks = publications.filter((one) => one.roomId === roomId);
  const person = { roomId, seat: 0, isRival: true, user: anchor, isReconnecting: false };
  return { ...personWith(tracks), ...person, forcedMute: notMuted };
}

function personWith(
  tracks: Tracks,
): Pick<PersonOnAir, 'sessionId' | 'hasCamera' | 'hasScreen' | 'isMicrophoneOn'> {
  const isOn = (wanted: Publication['source']) =>
    tracks.some(({ source, isPaused }) => source === wanted && !isPaused);
  return {
    sessionId: tracks[0]?.sessionId ?? null,
    hasCamera: isOn('camera'),
    hasScreen: isOn('screen'),
    isMicrophoneOn: isOn('microphone'),
  };
}
