import {
  defaultStageSettings,
  type MediaSource,
  type MutableSource,
  type SeatView,
  StageSettings,
  type StageView,
  sourceKind,
  type UserRef,
} from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Logger } from '../../core/logger.ts';
import type { RoomLog } from '../RoomLog.ts';
import type { Session } from '../Session.ts';
import type { Tracks } from '../tracks/Tracks.ts';
import type { PublishingPlace } from '../tracks/TracksDeps.ts';
import { emptyStage, guestSeats, nextStage, type SeatCommand, seatOf, type TakenSeat } from './seats.ts';

export interface StageDeps {
  anchor: UserRef;
  log: RoomLog;
  logger: Logger;
  isLive: () => boolean;
  tracks: Tracks;
  /** The Sessions of the anchor, moderators and operators. */
  hosts: () => readonly Session[];
  onChanged: () => void;
}

/** An ingest on a guest's seat: media without a Session. */
export interface IngestGuest {
  ingestId: string;
  seat: number;
  user: UserRef;
  /** Called when a host takes them off the seat or off the air, or when the show ends. */
  onTakenOff?: (() => void) | undefined;
}

/**
 * Owns the seats of one Room. Every change is one synchronous step from the state before to the state after, tracks included, so no two
 * of them ever overlap: that is the room's lock. What media has to do for it follows behind.
 */
export class Stage {
  readonly #deps: StageDeps;
  readonly #ingests = new Map<string, () => void>();
  #view: StageView;

  constructor(deps: StageDeps) {
    this.#deps = deps;
    this.#view = emptyStage(defaultStageSettings, deps.anchor);
  }

  get view(): StageView {
    return this.#view;
  }

  get settings(): StageSettings {
    return this.#view.settings;
  }

  /** The seats that guests have taken. */
  get guests(): readonly TakenSeat[] {
    return guestSeats(this.#view);
  }

  seat(seat: number): SeatView | undefined {
    return seatOf(this.#view, seat);
  }

  guestOf(sessionId: string): TakenSeat | undefined {
    return this.guests.find(({ occupant }) => occupant.sessionId === sessionId);
  }

  hasGuest(userId: string): boolean {
    return this.guests.some(({ occupant }) => occupant.user.id === userId);
  }

  /** @throws AppError `forbidden`, `room_not_live`, `already_on_stage` */
  assertMayTakeSeat(session: Session): void {
    if (session.as !== 'viewer' || !session.permissions.takeSeat) throw new AppError('forbidden');
    if (!this.#deps.isLive()) throw new AppError('room_not_live');
    if (this.hasGuest(session.user.id)) throw new AppError('already_on_stage');
  }

  /**
   * @param seat `null`: any that is free
   * @throws AppError `forbidden`, `room_not_live`, `already_on_stage`, `seat_taken`, `seat_locked`, `stage_full`, `not_found`
   */
  take(session: Session, seat: number | null, prefersVideo: boolean): number {
    this.assertMayTakeSeat(session);
    this.#apply({ type: 'take', seat, guest: asGuest(session), phase: this.#firstPhase, prefersVideo });
    return this.#seatNumberOf(session.id);
  }

  /** @throws AppError as `take`, and `invitation_closed` when the seat is not reserved for them */
  takeReserved(session: Session, seat: number): number {
    this.assertMayTakeSeat(session);
    this.#apply({ type: 'takeReserved', seat, guest: asGuest(session), phase: this.#firstPhase });
    return seat;
  }

  /** On air at once. Returns what ends it. @throws AppError as `take` */
  takeForIngest({ ingestId, seat, user, onTakenOff }: IngestGuest): () => void {
    if (!this.#deps.isLive()) throw new AppError('room_not_live');
    const guest = { user, sessionId: ingestId, isReconnecting: false };
    this.#apply({ type: 'take', seat, guest, phase: 'onAir', prefersVideo: true });
    this.#ingests.set(ingestId, onTakenOff ?? (() => undefined));
    return () => {
      this.#ingests.delete(ingestId);
      this.#vacate(ingestId, 'left');
    };
  }

  /** @throws AppError `not_on_stage` */
  leave(session: Session): void {
    this.#apply({ type: 'vacate', seat: this.#seatNumberOf(session.id), change: 'left' });
  }

  /** @returns the seat. @throws AppError `already_on_stage`, `seat_taken`, `seat_locked`, `stage_full`, `not_found` */
  reserve(user: UserRef, seat: number | null): number {
    if (!this.#deps.isLive()) throw new AppError('room_not_live');
    this.#apply({ type: 'reserve', seat, user });
    const reserved = this.#view.seats.find((one) => one.state === 'reserved' && one.user.id === user.id);
    if (!reserved) throw new AppError('internal', { detail: 'the reserved seat is gone' });
    return reserved.seat;
  }

  /** Commands of hosts about one seat. @throws AppError `not_found`, `not_on_stage`, `seat_taken` */
  change(
    command: SeatCommand & {
      type: 'takeOnAir' | 'cut' | 'vacate' | 'lock' | 'unlock' | 'setVideo' | 'endReservation';
    },
  ): void {
    this.#apply(command);
  }

  /** Where `to` is taken too, the two swap. @throws AppError `not_found`, `not_on_stage`, `seat_taken`, `seat_locked` */
  move(from: number, to: number): void {
    this.#apply({ type: 'move', from, to });
  }

  /** @throws AppError `not_found`, `not_on_stage`, `not_supported` (an ingest cannot be muted here) */
  setMuted(seat: number, source: MutableSource, isMuted: boolean): void {
    const sessionId = this.#occupantOf(seat)?.occupant.sessionId;
    if (sessionId && this.#ingests.has(sessionId)) throw new AppError('not_supported');
    this.#apply({ type: 'setMuted', seat, source, isMuted });
  }

  /** A guest under a forced mute asks the hosts to lift it. @throws AppError `not_on_stage`, `invalid_state` (not muted) */
  askToUnmute(session: Session, source: MutableSource): void {
    const { seat, occupant } = this.#assertSeated(session);
    if (!occupant.forcedMute[source]) throw new AppError('invalid_state', { detail: 'not muted' });
    for (const host of this.#deps.hosts()) host.notify('unmuteAsked', { seat, source });
  }

  configure(changes: Partial<Record<keyof StageSettings, unknown>>): void {
    const before = this.settings;
    const settings = StageSettings.parse({ ...before, ...changes });
    const isSame = JSON.stringify(settings) === JSON.stringify(before);
    if (isSame) return;
    this.#apply({ type: 'configure', settings });
  }

  /** The connection of a Session was lost or is back. */
  noteConnection(session: Session): void {
    const seat = this.guestOf(session.id);
    if (seat) this.#apply({ type: 'setConnection', seat: seat.seat, isReconnecting: !session.isOnline });
  }

  /** The show's anchor was lost or is back. */
  noteAnchor(isAway: boolean): void {
    this.#apply({ type: 'setConnection', seat: 0, isReconnecting: isAway });
  }

  /** A Session is over. Its seat goes to `heir`, the newer Session of the same user, or becomes free. */
  noteEnd(session: Session, change: 'left' | 'taken_off' | 'grace_over', heir?: Session): void {
    const seat = this.guestOf(session.id);
    if (seat && heir?.permissions.takeSeat) {
      const isReconnecting = !heir.isOnline;
      this.#apply({ type: 'handOver', seat: seat.seat, sessionId: heir.id, isReconnecting });
    } else this.#vacate(session.id, change);
  }

  /** The show is over: everybody leaves the stage. Tracks have come off the air already. */
  clear(): void {
    this.#apply({ type: 'empty' });
  }

  /** @throws AppError `forbidden`, `not_on_stage` when the Session may not publish such a track now */
  placeOf(session: Session, source: MediaSource): PublishingPlace {
    const { seat, allowsVideo, occupant } = this.#assertSeated(session);
    if (source !== 'microphone' && !allowsVideo)
      throw new AppError('forbidden', { detail: 'an audio-only seat' });
    const isForceMuted = occupant.forcedMute[sourceKind[source] === 'audio' ? 'microphone' : 'camera'];
    return { seat, isPreview: occupant.phase === 'greenRoom', isForceMuted };
  }

  /** @throws AppError `forbidden`, `not_on_stage` */
  assertSeated(session: Session): void {
    this.#assertSeated(session);
  }

  get #firstPhase(): 'greenRoom' | 'onAir' {
    return this.settings.usesGreenRoom ? 'greenRoom' : 'onAir';
  }

  #assertSeated(session: Session): TakenSeat {
    const seat = this.guestOf(session.id);
    if (seat) return seat;
    throw new AppError(session.permissions.takeSeat ? 'not_on_stage' : 'forbidden');
  }

  #seatNumberOf(sessionId: string): number {
    const seat = this.guestOf(sessionId);
    if (!seat) throw new AppError('not_on_stage');
    return seat.seat;
  }

  #occupantOf(seat: number): TakenSeat | undefined {
    return this.guests.find((one) => one.seat === seat);
  }

  #vacate(sessionId: string, change: 'left' | 'taken_off' | 'grace_over'): void {
    const seat = this.guestOf(sessionId);
    if (seat) this.#apply({ type: 'vacate', seat: seat.seat, change });
  }

  /** @throws AppError when the state machine refuses */
  #apply(command: SeatCommand): void {
    const before = this.#view;
    const result = nextStage(before, command);
    if (result.name === 'refused') throw new AppError(result.code);
    this.#view = result.stage;
    const { log, logger, onChanged } = this.#deps;
    if (command.type === 'configure') log.append('stageSettingsChanged', { settings: command.settings });
    if (result.name === 'unchanged' && command.type !== 'configure') return;
    const left = this.#followWithTracks(before);
    if (result.name === 'changed') {
      const { change, seats } = result;
      logger.info({ change, seats: seats.map(({ seat }) => seat) }, 'seats changed');
      // Telling of the tracks may have changed a seat in turn: what is told is always what is.
      log.append('seatsChanged', { change, seats: seats.map((told) => this.seat(told.seat) ?? told) });
    }
    for (const { occupant } of this.guests) {
      if (occupant.phase === 'onAir' && occupant.sessionId)
        this.#deps.tracks.showPreviewsOf(occupant.sessionId);
    }
    onChanged();
    for (const sessionId of left) this.#ingests.get(sessionId)?.();
  }

  /** Makes the tracks what the seats say now, all but those that come on air. @returns whose tracks were taken away */
  #followWithTracks(before: StageView): string[] {
    const { tracks } = this.#deps;
    const closed: string[] = [];
    for (const { seat: from, occupant: was } of guestSeats(before)) {
      const { sessionId } = was;
      if (sessionId === null) continue;
      const now = this.guestOf(sessionId);
      const isCut = now?.occupant.phase === 'greenRoom' && was.phase === 'onAir';
      if (!now || isCut) {
        tracks.closeOf(sessionId, now ? 'cut' : 'off_stage');
        closed.push(sessionId);
        continue;
      }
      if (now.seat !== from) tracks.moveTo(sessionId, now.seat);
      if (!now.allowsVideo) tracks.closeOf(sessionId, 'removed', ['camera', 'screen', 'screenAudio']);
      for (const source of ['microphone', 'camera'] as const) {
        const isMuted = now.occupant.forcedMute[source];
        if (isMuted !== was.forcedMute[source]) tracks.setForceMuted(sessionId, source, isMuted);
      }
    }
    return closed;
  }
}

function asGuest(session: Session): { user: UserRef; sessionId: string; isReconnecting: boolean } {
  return { user: session.user, sessionId: session.id, isReconnecting: !session.isOnline };
}
