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
import { followWithTracks } from './followWithTracks.ts';
import { Sanctions } from './Sanctions.ts';
import {
  emptyStage,
  guestSeats,
  nextStage,
  type SeatCommand,
  seatOf,
  type TakenSeat,
  withAnchor,
} from './seats.ts';

export interface StageDeps {
  anchor: UserRef;
  /** To begin with; as every room begins when absent. */
  settings?: StageSettings | undefined;
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
  /** Called when a host takes them off the seat or off the air, or when the show ends: closes their media, which no Session has. */
  onTakenOff: () => void;
}

/**
 * Owns the seats of one Room. Every change is one synchronous step from the state before to the state after, tracks included, so no two
 * of them ever overlap: that is the room's lock. What media has to do for it follows behind.
 */
export class Stage {
  readonly #deps: StageDeps;
  readonly #ingests = new Map<string, () => void>();
  readonly #sanctions = new Sanctions();
  #view: StageView;

  constructor(deps: StageDeps) {
    this.#deps = deps;
    this.#view = emptyStage(deps.settings ?? defaultStageSettings, deps.anchor);
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
    const phase = this.#firstPhaseOf(session.user.id);
    this.#apply({ type: 'take', seat, guest: this.#asGuest(session), phase, prefersVideo });
    return this.#seatNumberOf(session.id);
  }

  /** @throws AppError as `take`, and `invitation_closed` when the seat is not reserved for them */
  takeReserved(session: Session, seat: number): number {
    this.assertMayTakeSeat(session);
    const phase = this.#firstPhaseOf(session.user.id);
    this.#apply({ type: 'takeReserved', seat, guest: this.#asGuest(session), phase });
    return seat;
  }

  /** On air at once. Returns what ends it. @throws AppError as `take` */
  takeForIngest({ ingestId, seat, user, onTakenOff }: IngestGuest): () => void {
    if (!this.#deps.isLive()) throw new AppError('room_not_live');
    const guest = { user, sessionId: ingestId, isReconnecting: false };
    this.#apply({ type: 'take', seat, guest, phase: 'onAir', prefersVideo: true });
    this.#ingests.set(ingestId, onTakenOff);
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

  /** Commands of hosts about one seat. @throws AppError `not_found`, `not_on_stage`, `seat_taken`, `not_supported` (an ingest's picture) */
  change(
    command: SeatCommand & {
      type: 'takeOnAir' | 'cut' | 'vacate' | 'lock' | 'unlock' | 'setVideo' | 'endReservation';
    },
  ): void {
    const { user } = this.#occupantOf(command.seat)?.occupant ?? {};
    if (command.type === 'setVideo' && !command.allowsVideo) this.#assertNoIngest(command.seat);
    this.#apply(command);
    if (!user) return;
    if (command.type === 'cut') this.#sanctions.setCut(user.id, true);
    else if (command.type === 'takeOnAir') this.#sanctions.setCut(user.id, false);
    else if (command.type === 'vacate') this.#sanctions.setTakenOff(user.id, command.change === 'taken_off');
  }

  /** A host has sent them off the stage in this show, and none has asked them back. */
  isTakenOff(userId: string): boolean {
    return this.#sanctions.isTakenOff(userId);
  }

  /** A host wants somebody back whom one has sent off. Cuts and mutes stay. */
  readmit(userId: string): void {
    this.#sanctions.setTakenOff(userId, false);
  }

  /** Where `to` is taken too, the two swap. @throws AppError `not_found`, `not_on_stage`, `seat_taken`, `seat_locked`, `not_supported` */
  move(from: number, to: number): void {
    if (this.seat(to)?.allowsVideo === false) this.#assertNoIngest(from);
    if (this.seat(from)?.allowsVideo === false) this.#assertNoIngest(to);
    this.#apply({ type: 'move', from, to });
  }

  /** @throws AppError `not_found`, `not_on_stage`, `not_supported` (an ingest cannot be muted here) */
  setMuted(seat: number, source: MutableSource, isMuted: boolean): void {
    this.#assertNoIngest(seat);
    const guest = this.#occupantOf(seat);
    this.#apply({ type: 'setMuted', seat, source, isMuted });
    if (guest) this.#sanctions.setMuted(guest.occupant.user.id, source, isMuted);
  }

  /** A guest under a forced mute asks the hosts to lift it. @throws AppError `not_on_stage`, `invalid_state` (not muted) */
  askToUnmute(session: Session, source: MutableSource): void {
    const { seat, occupant } = this.#assertSeated(session);
    if (!occupant.forcedMute[source]) throw new AppError('invalid_state', { detail: 'not muted' });
    // Not kept for who is away: they see the mute, and are asked again.
    const notice = { type: 'notice', notice: 'unmuteAsked', data: { seat, source } } as const;
    for (const host of this.#deps.hosts()) host.push(notice);
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

  /** Told with the room's update. */
  renameAnchor(anchor: UserRef): void {
    this.#view = withAnchor(this.#view, anchor);
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
    this.#sanctions.clear();
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

  #firstPhaseOf(userId: string): 'greenRoom' | 'onAir' {
    return this.settings.usesGreenRoom || this.#sanctions.isCut(userId) ? 'greenRoom' : 'onAir';
  }

  #asGuest({ id: sessionId, user, isOnline }: Session) {
    return { user, sessionId, isReconnecting: !isOnline, forcedMute: this.#sanctions.mutesOf(user.id) };
  }

  /** What an ingest sends cannot be stopped in part: no Session has it. @throws AppError `not_supported` */
  #assertNoIngest(seat: number): void {
    const sessionId = this.#occupantOf(seat)?.occupant.sessionId;
    if (sessionId && this.#ingests.has(sessionId)) throw new AppError('not_supported');
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
    const { log, logger, tracks, onChanged } = this.#deps;
    if (command.type === 'configure') log.append('stageSettingsChanged', { settings: command.settings });
    if (result.name === 'unchanged' && command.type !== 'configure') return;
    const left = followWithTracks(tracks, before, this.#view);
    if (result.name === 'changed') {
      const { change, seats } = result;
      logger.info({ change, seats: seats.map(({ seat }) => seat) }, 'seats changed');
      // Telling of the tracks may have changed a seat in turn: what is told is always what is.
      log.append('seatsChanged', { change, seats: seats.map((told) => this.seat(told.seat) ?? told) });
    }
    for (const { occupant } of this.guests) {
      if (occupant.phase === 'onAir' && occupant.sessionId) tracks.showPreviewsOf(occupant.sessionId);
    }
    onChanged();
    for (const sessionId of left) this.#ingests.get(sessionId)?.();
  }
}
