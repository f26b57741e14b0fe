import type { RequestInput, RequestType } from '@lianmai/shared';
import type { Room } from '../rooms/Room.ts';

/** Somebody in a fuzzed room, however they are connected. */
export interface FuzzClient {
  readonly userId: string;
  readonly sessionId: string | null;
  readonly isConnected: boolean;
  /** Resolves with the reply's data, or `null` when it was refused or the connection broke. */
  request<T extends RequestType>(type: T, fields: RequestInput<T>): Promise<object | null>;
  /** Publishes over a new or an old send transport, with whatever rights there are. */
  publish(source: 'microphone' | 'camera'): Promise<void>;
  /** Loses the connection without a word. */
  drop(): void;
  /** Resumes the Session, or joins afresh when that is over. */
  comeBack(): Promise<void>;
  /** Joins from another tab, which replaces this one. */
  openNewTab(): Promise<void>;
}

export interface FuzzedRoom {
  room: Room;
  host: FuzzClient;
  viewers: readonly FuzzClient[];
  random: () => number;
}

type Act = () => Promise<unknown> | undefined;

/** One random thing that somebody in the room does now. Runs until it is answered. */
export function randomAct(fuzzed: FuzzedRoom): { name: string; done: Promise<unknown> } {
  const acts = fuzzed.random() < 0.45 ? hostActs(fuzzed) : viewerActs(fuzzed);
  const [name, act] = pick(Object.entries(acts), fuzzed.random);
  return { name, done: Promise.resolve(act()) };
}

function hostActs({ room, host, viewers, random }: FuzzedRoom): Record<string, Act> {
  if (!host.isConnected) return { comeBack: () => host.comeBack() };
  if (!room.isLive) return { startShow: () => host.request('startShow', {}) };
  if (random() < 0.02) return anchorActs(host);
  const seat = 1 + Math.floor(random() * 8);
  const taken = room.stage.guests.length > 0 ? pick(room.stage.guests, random).seat : seat;
  const source = random() < 0.5 ? 'microphone' : 'camera';
  const application = room.admissions.applications.at(Math.floor(random() * 3));
  const { applicationId = 'gone' } = application ?? {};
  const [invitation] = room.admissions.invitations;
  const settings = {
    seatCount: 3 + Math.floor(random() * 7),
    admission: pick(['apply', 'open', 'invite', 'apply'] as const, random),
    usesGreenRoom: random() < 0.7,
  };
  return {
    accept: () => host.request('acceptApplication', { applicationId }),
    acceptOnto: () => host.request('acceptApplication', { applicationId, seat }),
    acceptAgain: () => host.request('acceptApplication', { applicationId }),
    refuse: () => host.request('refuseApplication', { applicationId }),
    invite: () => host.request('inviteToSeat', { userId: pick(viewers, random).userId }),
    inviteOnto: () => host.request('inviteToSeat', { userId: pick(viewers, random).userId, seat }),
    cancel: () => host.request('cancelInvitation', { invitationId: invitation?.invitationId ?? 'gone' }),
    takeOnAir: () => host.request('takeOnAir', { seat: taken }),
    takeOnAirToo: () => host.request('takeOnAir', { seat: taken }),
    cut: () => host.request('cutFromAir', { seat: taken }),
    takeOff: () => host.request('takeOffSeat', { seat: taken }),
    move: () => host.request('moveSeat', { from: taken, to: seat }),
    lock: () => host.request('lockSeat', { seat }),
    unlock: () => host.request('unlockSeat', { seat }),
    setVideo: () => host.request('setSeatVideo', { seat: taken, allowsVideo: random() < 0.6 }),
    mute: () => host.request('muteSeat', { seat: taken, source }),
    unmute: () => host.request('unmuteSeat', { seat: taken, source }),
    changeStage: () => host.request('changeStage', settings),
    listViewers: () => host.request('listViewers', {}),
  };
}

function anchorActs(host: FuzzClient): Record<string, Act> {
  return {
    endShow: () => host.request('endShow', {}),
    showYourself: () => host.publish('camera'),
    reload: () => host.openNewTab(),
    hostDrops: () => {
      host.drop();
      return undefined;
    },
  };
}

function viewerActs({ room, viewers, random }: FuzzedRoom): Record<string, Act> {
  // Half of the time somebody on stage: else hardly anybody would ever publish.
  const guests = viewers.filter(({ userId }) => room.stage.hasGuest(userId));
  const viewer = pick(guests.length > 0 && random() < 0.5 ? guests : viewers, random);
  const seat = 1 + Math.floor(random() * 8);
  const invitation = room.admissions.invitations.find(({ user }) => user.id === viewer.userId);
  const { invitationId = 'gone' } = invitation ?? {};
  const tracks = [...room.tracks.publications, ...room.tracks.previews];
  const { producerId = 'gone' } = tracks.find(({ sessionId }) => sessionId === viewer.sessionId) ?? {};
  if (!viewer.isConnected) return { comeBack: () => viewer.comeBack() };
  return {
    apply: () => viewer.request('applyForSeat', {}),
    applyAgain: () => viewer.request('applyForSeat', { withVideo: false }),
    applyFor: () => viewer.request('applyForSeat', { seat, message: 'me' }),
    withdraw: () => viewer.request('withdrawApplication', {}),
    acceptInvitation: () => viewer.request('acceptInvitation', { invitationId }),
    acceptInvitationToo: () => viewer.request('acceptInvitation', { invitationId }),
    decline: () => viewer.request('declineInvitation', { invitationId }),
    leaveSeat: () => viewer.request('leaveSeat', {}),
    speak: () => viewer.publish('microphone'),
    show: () => viewer.publish('camera'),
    showAgain: () => viewer.publish('camera'),
    pause: () => viewer.request('pauseTrack', { producerId }),
    resume: () => viewer.request('resumeTrack', { producerId }),
    unpublish: () => viewer.request('unpublish', { producerId }),
    askToUnmute: () => viewer.request('askToUnmute', { source: 'camera' }),
    actAsHost: () => viewer.request('takeOnAir', { seat }),
    drop: () => {
      viewer.drop();
      return undefined;
    },
    openNewTab: () => viewer.openNewTab(),
    leave: async () => {
      await viewer.request('leave', {});
      viewer.drop();
    },
  };
}

function pick<T>(items: readonly T[], random: () => number): T {
  return items[Math.floor(random() * items.length)] as T;
}
