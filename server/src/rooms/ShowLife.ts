import type { RoomView, ShowEndReason } from '@lianmai/shared';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import { randomId } from './ids.ts';
import type { ShowRecord } from './ports/RoomRecords.ts';
import type { RoomLog } from './RoomLog.ts';
import { nextShowState, type ShowState, stateAfter } from './showState.ts';

export interface ShowLifeDeps {
  clock: Clock;
  log: RoomLog;
  logger: Logger;
  /** How long a show is kept for an anchor whose connection is lost, ms. */
  anchorGraceMs: number;
  /** Of before this server; it is over. */
  lastShow: ShowRecord | null;
  /** The Room as it stands in `showStarted`. */
  view: () => RoomView;
  /** Called before `showEnded` is logged: everything comes off the air first. */
  clearStage: () => void;
  /** Called after `anchorLeft` or `anchorReturned` was logged. */
  onAnchor: (isPresent: boolean) => void;
  onChanged: () => void;
}

/** Owns whether a Room is live, and the time for which a show without its anchor is kept. */
export class ShowLife {
  readonly #deps: ShowLifeDeps;
  #state: ShowState;
  #cancelAnchorGrace: (() => void) | null = null;

  constructor(deps: ShowLifeDeps) {
    this.#deps = deps;
    this.#state = stateAfter(deps.lastShow);
  }

  get state(): ShowState {
    return this.#state;
  }

  get isAnchorAway(): boolean {
    return this.#state.name === 'live' && this.#state.anchor.name === 'absent';
  }

  /** The running show's id; `null` off air. */
  get showId(): string | null {
    return this.#state.name === 'live' ? this.#state.show.id : null;
  }

  /** @throws AppError `invalid_state` when a show runs. */
  start(): { showId: string } {
    const { clock, log, logger, view, onChanged } = this.#deps;
    const show = { id: randomId(), startedAtMs: clock.nowMs() };
    const started = nextShowState(this.#state, { type: 'started', show });
    if (!started) throw new AppError('invalid_state', { detail: 'the room is live' });
    this.#state = started;
    logger.info({ showId: show.id }, 'show started');
    log.append('showStarted', { room: view() });
    onChanged();
    return { showId: show.id };
  }

  /** @throws AppError `room_not_live` */
  end(reason: ShowEndReason): void {
    const { clock, log, logger, clearStage, onChanged } = this.#deps;
    const ended = nextShowState(this.#state, { type: 'ended', atMs: clock.nowMs(), reason });
    if (!ended) throw new AppError('room_not_live');
    this.#state = ended;
    this.#stopGrace();
    clearStage();
    logger.info({ reason }, 'show ended');
    log.append('showEnded', { reason });
    onChanged();
  }

  /** Say it whenever it may have changed; what is known already changes nothing. */
  noteAnchor(isPresent: boolean): void {
    const { clock, log, anchorGraceMs, onAnchor } = this.#deps;
    const next = nextShowState(
      this.#state,
      isPresent ? { type: 'anchorReturned' } : { type: 'anchorLeft', atMs: clock.nowMs() },
    );
    if (!next) return;
    this.#state = next;
    this.#stopGrace();
    if (!isPresent) this.#cancelAnchorGrace = clock.after(anchorGraceMs, () => this.end('anchor_lost'));
    if (isPresent) log.append('anchorReturned', {});
    else log.append('anchorLeft', { keptForMs: anchorGraceMs });
    onAnchor(isPresent);
  }

  close(): void {
    this.#stopGrace();
  }

  #stopGrace(): void {
    this.#cancelAnchorGrace?.();
    this.#cancelAnchorGrace = null;
  }
}
