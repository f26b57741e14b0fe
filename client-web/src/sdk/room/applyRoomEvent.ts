import { defaultStageSettings, type Publication, type ReplyMap, type RoomEvent } from '@lianmai/shared';
import type { RoomState } from '../types.ts';
import { seatedAnew, withAnchor, withScores, withSeats, withSettings } from './stageChanges.ts';

export const emptyRoomState: RoomState = {
  seq: 0,
  room: null,
  publications: [],
  stage: { settings: defaultStageSettings, seats: [] },
  pk: null,
  isAnchorAway: false,
  showEndReason: null,
  role: null,
  may: { publish: false, subscribe: false, chat: false, moderate: false },
  muted: null,
  clockOffsetMs: 0,
};

/** The room as a join or resume describes it. */
export function roomStateOf({ snapshot, role, may, muted }: ReplyMap['join'], nowMs: number): RoomState {
  return {
    seq: snapshot.seq,
    room: snapshot.room,
    publications: snapshot.publications,
    stage: snapshot.stage,
    pk: snapshot.pk,
    isAnchorAway: snapshot.isAnchorAway,
    showEndReason: null,
    role,
    may,
    muted,
    clockOffsetMs: snapshot.serverNowMs - nowMs,
  };
}

/** The room after one more entry of its log. Types that this client does not know (a newer server) change nothing but `seq`. */
export function applyRoomEvent(state: RoomState, event: RoomEvent): RoomState {
  return { ...state, ...changesOf(state, event), seq: event.seq };
}

function changesOf(state: RoomState, event: RoomEvent): Partial<RoomState> {
  const { room } = state;
  switch (event.type) {
    case 'showStarted':
      return { room: event.data.room, showEndReason: null, isAnchorAway: false };
    case 'showEnded':
      return {
        room: room && { ...room, status: 'ended' },
        publications: [],
        pk: null,
        showEndReason: event.data.reason,
        isAnchorAway: false,
        muted: state.muted?.endsWithShow ? null : state.muted,
      };
    case 'roomUpdated':
      return { room: room && { ...room, ...event.data }, stage: withAnchor(state.stage, event.data.anchor) };
    case 'audienceChanged':
      return { room: room && { ...room, viewerCount: event.data.viewerCount } };
    case 'likesAdded':
      return { room: room && { ...room, likeCount: event.data.total } };
    case 'trackPublished':
      return { publications: withPublication(state.publications, event.data.publication) };
    case 'trackUnpublished':
      return { publications: state.publications.filter((one) => one.producerId !== event.data.producerId) };
    case 'trackPaused':
      return { publications: withPaused(state.publications, event.data.producerId, true) };
    case 'trackResumed':
      return { publications: withPaused(state.publications, event.data.producerId, false) };
    case 'anchorLeft':
      return { isAnchorAway: true };
    case 'anchorReturned':
      return { isAnchorAway: false };
    case 'seatsChanged':
      return {
        stage: withSeats(state.stage, event.data.seats),
        publications: seatedAnew(state.publications, event.data.seats),
      };
    case 'stageSettingsChanged':
      return { stage: withSettings(state.stage, event.data.settings) };
    case 'pkStarted':
    case 'pkDecided':
      return { pk: event.data.pk };
    case 'pkScored':
      return { pk: withScores(state.pk, event.data) };
    case 'pkEnded':
      return { pk: null, publications: state.publications.filter(({ roomId }) => roomId === room?.id) };
    default:
      return {};
  }
}

function withPublication(publications: readonly Publication[], added: Publication): Publication[] {
  return [...publications.filter((one) => one.producerId !== added.producerId), added];
}

function withPaused(
  publications: readonly Publication[],
  producerId: string,
  isPaused: boolean,
): Publication[] {
  return publications.map((one) => (one.producerId === producerId ? { ...one, isPaused } : one));
}
