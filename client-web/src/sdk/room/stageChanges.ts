import type {
  PkView,
  Publication,
  RoomEventMap,
  SeatView,
  StageSettings,
  StageView,
  UserRef,
} from '@lianmai/shared';
import { seatOfSession } from '../stage/selectors.ts';

/** The stage with these seats in the place of those of the same number. */
export function withSeats(stage: StageView, changed: readonly SeatView[]): StageView {
  const untouched = stage.seats.filter(({ seat }) => !changed.some((one) => one.seat === seat));
  // A seat that is no more is told as locked. Told before the new settings, more seats than before are not.
  const isGone = ({ seat, state }: SeatView) => state === 'locked' && seat >= stage.settings.seatCount;
  const seats = [...untouched, ...changed].filter((seat) => !isGone(seat));
  return { ...stage, seats: seats.sort((a, b) => a.seat - b.seat) };
}

/** Seats beyond the count are there only as long as somebody sits on them. */
export function withSettings({ seats }: StageView, settings: StageSettings): StageView {
  return {
    settings,
    seats: seats.filter(({ seat, state }) => seat < settings.seatCount || state === 'taken'),
  };
}

/** Tracks go with their publisher from seat to seat. */
export function seatedAnew(
  publications: readonly Publication[],
  seats: readonly SeatView[],
): readonly Publication[] {
  const hasMoved = (one: Publication) => placeOf(one, seats) !== one.seat;
  if (!publications.some(hasMoved)) return publications;
  return publications.map((one) => (hasMoved(one) ? { ...one, seat: placeOf(one, seats) } : one));
}

export function withScores(pk: PkView | null, { pkId, scores }: RoomEventMap['pkScored']): PkView | null {
  if (pk?.pkId !== pkId) return pk;
  const [first, second] = pk.sides;
  const scored = (side: PkView['sides'][number]) => ({
    ...side,
    score: scores.find(({ roomId }) => roomId === side.roomId)?.score ?? side.score,
  });
  return { ...pk, sides: [scored(first), scored(second)] };
}

function placeOf({ sessionId, seat }: Publication, seats: readonly SeatView[]): number {
  return seatOfSession(seats, sessionId)?.seat ?? seat;
}

/** The person on the anchor's seat has another name or picture. */
export function withAnchor(stage: StageView, anchor: UserRef): StageView {
  const seats = stage.seats.map((seat) =>
    seat.seat === 0 && seat.state === 'taken'
      ? { ...seat, occupant: { ...seat.occupant, user: anchor } }
      : seat,
  );
  return { ...stage, seats };
}
