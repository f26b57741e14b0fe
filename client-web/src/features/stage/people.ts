import type { Publication, RoomView, SeatView, UserRef } from '@lianmai/shared';
import { type PersonOnAir, peopleOnAir, type RemoteUser, type RoomState } from '../../sdk/index.ts';

/** Somebody with a place in a picture. */
export interface StagePerson {
  /** The same while they move from seat to seat. */
  key: string;
  roomId: string;
  seat: number;
  user: UserRef;
  role: 'anchor' | 'coHost' | 'rival';
  isOwn: boolean;
  /** In the green room: not for the public. */
  isPreview: boolean;
  stream: MediaStream | null;
  /** Their camera (or screen) is on. */
  hasPicture: boolean;
  isMicrophoneOff: boolean;
  isReconnecting: boolean;
}

/** Whoever looks at the stage, as their own devices say, which is sooner than the server. */
export interface OwnMedia {
  userId: string;
  stream: MediaStream | null;
  isCameraOn: boolean;
  isMicrophoneOn: boolean;
}

/** Everybody on air: the anchor first, the others by seat, a PK's rival last. */
export function peopleInPicture(
  room: RoomState,
  users: readonly RemoteUser[],
  own: OwnMedia | null,
): StagePerson[] {
  return peopleOnAir(room).map((person) => personInPicture(person, users, own));
}

/** Everybody in the green room, as far as this client may see them. */
export function peopleInGreenRoom(
  { room, stage }: RoomState,
  previews: readonly Publication[],
  users: readonly RemoteUser[],
): StagePerson[] {
  if (!room) return [];
  return stage.seats.flatMap((view) => {
    if (!isInGreenRoom(view)) return [];
    const { seat, occupant } = view;
    const isOn = (kind: Publication['kind']) =>
      previews.some((one) => one.seat === seat && one.kind === kind && !one.isPaused);
    return [
      {
        key: `${room.id}/${occupant.user.id}`,
        roomId: room.id,
        seat,
        user: occupant.user,
        role: 'coHost' as const,
        isOwn: false,
        isPreview: true,
        stream: streamOf(users, room.id, seat),
        hasPicture: isOn('video'),
        isMicrophoneOff: !isOn('audio'),
        isReconnecting: occupant.isReconnecting,
      },
    ];
  });
}

/** The anchor's place, for as long as nothing is known to be on air. */
export function absentAnchor(room: RoomView | null): StagePerson {
  return {
    key: 'anchor',
    roomId: room?.id ?? '',
    seat: 0,
    user: room?.anchor ?? { id: '', name: '', avatarUrl: null },
    role: 'anchor',
    isOwn: false,
    isPreview: false,
    stream: null,
    hasPicture: false,
    isMicrophoneOff: false,
    isReconnecting: false,
  };
}

function isInGreenRoom(view: SeatView): view is Extract<SeatView, { state: 'taken' }> {
  return view.seat !== 0 && view.state === 'taken' && view.occupant.phase === 'greenRoom';
}

function personInPicture(
  person: PersonOnAir,
  users: readonly RemoteUser[],
  own: OwnMedia | null,
): StagePerson {
  const { roomId, seat, user, isRival, isReconnecting } = person;
  const isAnchor = seat === 0 && !isRival;
  const mine = !isRival && own?.userId === user.id ? own : null;
  return {
    key: isAnchor ? 'anchor' : `${roomId}/${user.id}`,
    roomId,
    seat,
    user,
    role: isRival ? 'rival' : isAnchor ? 'anchor' : 'coHost',
    isOwn: mine !== null,
    isPreview: false,
    stream: mine ? mine.stream : streamOf(users, roomId, seat),
    hasPicture: mine ? mine.isCameraOn : person.hasCamera || person.hasScreen,
    isMicrophoneOff: mine ? !mine.isMicrophoneOn : !person.isMicrophoneOn,
    isReconnecting,
  };
}

function streamOf(users: readonly RemoteUser[], roomId: string, seat: number): MediaStream | null {
  const found = users.find((one) => one.roomId === roomId && one.seat === seat);
  if (!found) return null;
  // Who shows no face but a screen is shown by it.
  const hasCamera = found.tracks.some(({ source, isPaused }) => source === 'camera' && !isPaused);
  return hasCamera ? found.stream : (found.screenStream ?? found.stream);
}
