import { isDeepStrictEqual } from 'node:util';
import type {
  ErrorCode,
  MutableSource,
  SeatChange,
  SeatOccupant,
  SeatView,
  StageSettings,
  StageView,
  UserRef,
} from '@lianmai/shared';
import { assertNever } from '../../core/assertNever.ts';

/*
 * The seats of one stage as a pure state machine. The state is what people see, `StageView`: seats in order, those below `seatCount`
 * and above it only the ones that are still taken. Seat 0 is the anchor's, always taken, and no command for guests touches it.
 */

type Guest = {
  user: UserRef;
  sessionId: string;
  isReconnecting: boolean;
  /** What hosts have muted of them before. */
  forcedMute?: SeatOccupant['forcedMute'];
};

export type SeatCommand =
  /** `seat: null`: any that is free, one with a picture rather if `prefersVideo`. */
  | { type: 'take'; seat: number | null; guest: Guest; phase: SeatOccupant['phase']; prefersVideo: boolean }
  | { type: 'takeReserved'; seat: number; guest: Guest; phase: SeatOccupant['phase'] }
  | { type: 'vacate'; seat: number; change: 'left' | 'taken_off' | 'grace_over' }
  | { type: 'reserve'; seat: number | null; user: UserRef }
  | { type: 'endReservation'; seat: number }
  | { type: 'lock' | 'unlock'; seat: number }
  | { type: 'setVideo'; seat: number; allowsVideo: boolean }
  | { type: 'takeOnAir' | 'cut'; seat: number }
  | { type: 'move'; from: number; to: number }
  | { type: 'setMuted'; seat: number; source: MutableSource; isMuted: boolean }
  | { type: 'setConnection'; seat: number; isReconnecting: boolean }
  /** A newer Session of the same user goes on in the place of the one before. */
  | { type: 'handOver'; seat: number; sessionId: string; isReconnecting: boolean }
  | { type: 'configure'; settings: StageSettings }
  | { type: 'empty' };

export type SeatResult =
  /** `seats`: what the Room log tells; a seat that is no more stands there locked. */
  | { name: 'changed'; stage: StageView; change: SeatChange; seats: SeatView[] }
  | { name: 'unchanged'; stage: StageView }
  | { name: 'refused'; code: ErrorCode };

export type TakenSeat = Extract<SeatView, { state: 'taken' }>;

export function emptyStage(settings: StageSettings, anchor: UserRef): StageView {
  const occupant = newOccupant({ user: anchor, sessionId: null, isReconnecting: false }, 'onAir');
  const anchorSeat: SeatView = { seat: 0, allowsVideo: true, state: 'taken', occupant };
  return { settings, seats: [anchorSeat, ...freeSeats(1, settings.seatCount)] };
}

/** The same stage; the person on seat 0 has another name or picture. */
export function withAnchor(stage: StageView, anchor: UserRef): StageView {
  const seats = stage.seats.map((seat) =>
    seat.seat === 0 && seat.state === 'taken'
      ? { ...seat, occupant: { ...seat.occupant, user: anchor } }
      : seat,
  );
  return { ...stage, seats };
}

/** What becomes of the stage by `command`, or why it is refused. */
export function nextStage(stage: StageView, command: SeatCommand): SeatResult {
  switch (command.type) {
    case 'take':
      return take(stage, command);
    case 'takeReserved':
      return takeReserved(stage, command);
    case 'reserve':
      return reserve(stage, command);
    case 'configure':
      return configure(stage, command.settings);
    case 'empty':
      return changed(stage, 'show_ended', stage.seats.map(emptied));
    case 'move':
      return move(stage, command.from, command.to);
    case 'endReservation':
    case 'lock':
    case 'unlock':
    case 'setVideo':
      return onSeat(stage, command.seat, (seat) => changeSeat(stage, seat, command));
    case 'vacate':
    case 'takeOnAir':
    case 'cut':
    case 'setMuted':
    case 'setConnection':
    case 'handOver':
      return onSeat(stage, command.seat, (seat) =>
        seat.state === 'taken' ? changeTaken(stage, seat, command) : refused('not_on_stage'),
      );
    default:
      return assertNever(command);
  }
}

function take(
  stage: StageView,
  { seat, guest, phase, prefersVideo }: SeatCommand & { type: 'take' },
): SeatResult {
  if (isSeated(stage, guest.user.id)) return refused('already_on_stage');
  const chosen = seat === null ? anyFree(stage, prefersVideo) : freeSeat(stage, seat);
  if (typeof chosen === 'string') return refused(chosen);
  return changed(stage, 'taken', [taken(chosen, newOccupant(guest, phase))]);
}

function takeReserved(
  stage: StageView,
  { seat, guest, phase }: SeatCommand & { type: 'takeReserved' },
): SeatResult {
  if (isSeated(stage, guest.user.id)) return refused('already_on_stage');
  return onSeat(stage, seat, (found) => {
    const isTheirs = found.state === 'reserved' && found.user.id === guest.user.id;
    return isTheirs
      ? changed(stage, 'taken', [taken(found, newOccupant(guest, phase))])
      : refused('invitation_closed');
  });
}

function reserve(stage: StageView, { seat, user }: SeatCommand & { type: 'reserve' }): SeatResult {
  if (isSeated(stage, user.id)) return refused('already_on_stage');
  const chosen = seat === null ? anyFree(stage, true) : freeSeat(stage, seat);
  if (typeof chosen === 'string') return refused(chosen);
  return changed(stage, 'reserved', [{ ...bare(chosen), state: 'reserved', user }]);
}

function changeSeat(
  stage: StageView,
  seat: SeatView,
  command: SeatCommand & { type: 'endReservation' | 'lock' | 'unlock' | 'setVideo' },
): SeatResult {
  switch (command.type) {
    case 'endReservation':
      if (seat.state !== 'reserved') return refused('invitation_closed');
      return changed(stage, 'reservation_ended', [free(seat)]);
    case 'lock':
      if (seat.state === 'taken' || seat.state === 'reserved') return refused('seat_taken');
      return changed(stage, 'locked', [{ ...bare(seat), state: 'locked' }]);
    case 'unlock':
      return changed(stage, 'unlocked', seat.state === 'locked' ? [free(seat)] : []);
    case 'setVideo': {
      const change = command.allowsVideo ? 'video_allowed' : 'video_refused';
      return changed(stage, change, [{ ...seat, allowsVideo: command.allowsVideo }]);
    }
    default:
      return assertNever(command);
  }
}

function changeTaken(
  stage: StageView,
  seat: TakenSeat,
  command: SeatCommand & { type: 'vacate' | 'takeOnAir' | 'cut' | 'setMuted' | 'setConnection' | 'handOver' },
): SeatResult {
  const { occupant } = seat;
  const become = (change: SeatChange, changes: Partial<SeatOccupant>): SeatResult =>
    changed(stage, change, [taken(seat, { ...occupant, ...changes })]);
  switch (command.type) {
    case 'vacate':
      return changed(stage, command.change, [free(seat)]);
    case 'takeOnAir':
      return become('on_air', { phase: 'onAir' });
    case 'cut':
      return become('cut', { phase: 'greenRoom' });
    case 'setMuted': {
      const forcedMute = { ...occupant.forcedMute, [command.source]: command.isMuted };
      return become(command.isMuted ? 'muted' : 'unmuted', { forcedMute });
    }
    case 'setConnection':
      return become(command.isReconnecting ? 'connection_lost' : 'reconnected', {
        isReconnecting: command.isReconnecting,
      });
    case 'handOver': {
      const { sessionId, isReconnecting } = command;
      return become('reconnected', { sessionId, isReconnecting });
    }
    default:
      return assertNever(command);
  }
}

/** Who is moved keeps their mutes and their place on air; the seats keep whether they allow a picture. */
function move(stage: StageView, from: number, to: number): SeatResult {
  return onSeat(stage, from, (source) =>
    onSeat(stage, to, (target) => {
      if (source.state !== 'taken') return refused('not_on_stage');
      if (target.state === 'locked') return refused('seat_locked');
      if (target.state === 'reserved') return refused('seat_taken');
      if (from === to) return changed(stage, 'moved', []);
      const left = target.state === 'taken' ? taken(source, target.occupant) : free(source);
      return changed(stage, 'moved', [left, taken(target, source.occupant)]);
    }),
  );
}

/** Taken seats beyond the new count stay until they are left. */
function configure(stage: StageView, settings: StageSettings): SeatResult {
  const { seatCount } = settings;
  const added = freeSeats(1, seatCount).filter(({ seat }) => !seatOf(stage, seat));
  const gone = stage.seats.filter((seat) => seat.seat >= seatCount && seat.state !== 'taken');
  const told = [...gone.map((seat): SeatView => ({ ...bare(seat), state: 'locked' })), ...added];
  const next = { settings, seats: visible([...stage.seats, ...added], seatCount) };
  if (told.length > 0) return { name: 'changed', stage: next, change: 'stage_resized', seats: told };
  return { name: 'unchanged', stage: next };
}

/** The stage with `seats` in the place of those of the same number. */
function changed(stage: StageView, change: SeatChange, seats: readonly SeatView[]): SeatResult {
  const news = seats.filter((seat) => !isDeepStrictEqual(seat, seatOf(stage, seat.seat)));
  if (news.length === 0) return { name: 'unchanged', stage };
  const { seatCount } = stage.settings;
  const next = stage.seats.map((seat) => news.find((one) => one.seat === seat.seat) ?? seat);
  const told = news.map(
    (seat): SeatView => (isVisible(seat, seatCount) ? seat : { ...bare(seat), state: 'locked' }),
  );
  const inOrder = told.toSorted((a, b) => a.seat - b.seat);
  return { name: 'changed', stage: { ...stage, seats: visible(next, seatCount) }, change, seats: inOrder };
}

function onSeat(stage: StageView, seat: number, then: (seat: SeatView) => SeatResult): SeatResult {
  const found = seatOf(stage, seat);
  return found ? then(found) : refused('not_found');
}

function freeSeat(stage: StageView, seat: number): SeatView | ErrorCode {
  const found = seatOf(stage, seat);
  if (!found) return 'not_found';
  if (found.state === 'locked') return 'seat_locked';
  return found.state === 'free' ? found : 'seat_taken';
}

function anyFree(stage: StageView, prefersVideo: boolean): SeatView | ErrorCode {
  const all = stage.seats.filter(({ state }) => state === 'free');
  return all.find(({ allowsVideo }) => allowsVideo || !prefersVideo) ?? all[0] ?? 'stage_full';
}

export function seatOf(stage: StageView, seat: number): SeatView | undefined {
  return stage.seats.find((one) => one.seat === seat);
}

/** The taken seats of guests. */
export function guestSeats(stage: StageView): TakenSeat[] {
  return stage.seats.filter((seat): seat is TakenSeat => seat.seat !== 0 && seat.state === 'taken');
}

/** The anchor counts: they cannot be their own guest. */
function isSeated(stage: StageView, userId: string): boolean {
  return stage.seats.some((seat) => seat.state === 'taken' && seat.occupant.user.id === userId);
}

function emptied(seat: SeatView): SeatView {
  if (seat.seat === 0 && seat.state === 'taken') {
    return taken(seat, { ...seat.occupant, isReconnecting: false });
  }
  return seat.state === 'locked' ? seat : free(seat);
}

function newOccupant(
  guest: Omit<Guest, 'sessionId'> & Pick<SeatOccupant, 'sessionId'>,
  phase: SeatOccupant['phase'],
): SeatOccupant {
  const { user, sessionId, isReconnecting, forcedMute = { microphone: false, camera: false } } = guest;
  return { user, sessionId, phase, isReconnecting, forcedMute };
}

function bare({ seat, allowsVideo }: SeatView): { seat: number; allowsVideo: boolean } {
  return { seat, allowsVideo };
}

function free(seat: SeatView): SeatView {
  return { ...bare(seat), state: 'free' };
}

function taken(seat: SeatView, occupant: SeatOccupant): SeatView {
  return { ...bare(seat), state: 'taken', occupant };
}

function freeSeats(from: number, to: number): SeatView[] {
  return Array.from(
    { length: Math.max(0, to - from) },
    (_, i): SeatView => ({
      seat: from + i,
      allowsVideo: true,
      state: 'free',
    }),
  );
}

function isVisible(seat: SeatView, seatCount: number): boolean {
  return seat.seat < seatCount || seat.state === 'taken';
}

function visible(seats: readonly SeatView[], seatCount: number): SeatView[] {
  return seats.filter((seat) => isVisible(seat, seatCount)).toSorted((a, b) => a.seat - b.seat);
}

function refused(code: ErrorCode): SeatResult {
  return { name: 'refused', code };
}
