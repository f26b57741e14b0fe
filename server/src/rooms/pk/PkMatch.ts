import type { PkInvitation, PkView } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import { randomId } from '../ids.ts';
import type { PkRoom } from './PkRoom.ts';
import {
  nextPkState,
  type PkDurations,
  type PkHappening,
  type PkSideIndex,
  type PkState,
  type RunningPkState,
} from './pkState.ts';
import { RivalTracks } from './RivalTracks.ts';
import { ScoreNews } from './ScoreNews.ts';

export interface PkMatchOptions {
  /** The one that invites, and the one that is invited. */
  rooms: readonly [PkRoom, PkRoom];
  inviteMs: number;
  durations: PkDurations;
  clock: Clock;
  log: Logger;
  /** Called after everybody in both rooms was told. */
  onChanged: (match: PkMatch, before: PkState) => void;
}

/**
 * One PK from its invitation to its end: owns its state, its timer and, while it runs, the rivals' tracks in both rooms. Both Room logs
 * tell the same, in the same order; tracks come on air after `pkStarted` and are off before `pkEnded`.
 */
export class PkMatch {
  readonly id = randomId();
  readonly rooms: readonly [PkRoom, PkRoom];
  readonly #options: PkMatchOptions;
  /** As both audiences know them: from the acceptance on they stay. */
  #titles: readonly [string, string] | null = null;
  readonly #rivals: readonly [RivalTracks, RivalTracks];
  readonly #news: ScoreNews;
  #state: PkState;
  #cancelTimer: () => void = () => undefined;

  constructor(options: PkMatchOptions) {
    const { clock, log } = options;
    const [from, to] = options.rooms;
    this.#options = options;
    this.rooms = options.rooms;
    this.#rivals = [
      new RivalTracks({ host: from, rival: to, log }),
      new RivalTracks({ host: to, rival: from, log }),
    ];
    this.#news = new ScoreNews(clock, () => this.#tellScores());
    this.#state = { name: 'invited', endsAtMs: clock.nowMs() + options.inviteMs };
    this.#setTimer(this.#state.endsAtMs);
  }

  get state(): PkState {
    return this.#state;
  }

  get running(): RunningPkState | null {
    return this.#state.name === 'battle' || this.#state.name === 'result' ? this.#state : null;
  }

  get isPending(): boolean {
    return this.#state.name === 'invited';
  }

  sideOf(roomId: string): PkSideIndex | null {
    const index = this.rooms.findIndex(({ id }) => id === roomId);
    return index === 0 || index === 1 ? index : null;
  }

  rivalOf(roomId: string): PkRoom | undefined {
    return this.rooms.find(({ id }) => id !== roomId);
  }

  /** As both audiences see it; `null` while it is not running. */
  view(): PkView | null {
    const state = this.running;
    if (!state) return null;
    const sides: PkView['sides'] = [this.#side(0, state), this.#side(1, state)];
    return {
      pkId: this.id,
      sides,
      phase: state.name,
      startedAtMs: Math.round(state.startedAtMs),
      phaseEndsAtMs: Math.round(state.endsAtMs),
      winnerRoomId: state.name === 'result' && state.winner !== null ? this.rooms[state.winner].id : null,
    };
  }

  /** As both anchors see it; `null` when it is not waiting any more. */
  invitation(): PkInvitation | null {
    if (this.#state.name !== 'invited') return null;
    return {
      pkId: this.id,
      from: this.#party(0),
      to: this.#party(1),
      durationMs: this.#options.durations.battleMs,
      expiresAtMs: Math.round(this.#state.endsAtMs),
    };
  }

  /** @returns false when it means nothing now. */
  happen(happened: PkHappening): boolean {
    const before = this.#state;
    const next = nextPkState(before, happened, this.#options.durations);
    if (!next) return false;
    this.#state = next;
    if (next.name === before.name) this.#news.note();
    else this.#enter(next, before);
    return true;
  }

  /** What is on air in one of its rooms has changed. */
  tracksChanged(roomId: string): void {
    const side = this.sideOf(roomId);
    if (this.running && side !== null) this.#rivals[side === 0 ? 1 : 0].sync();
  }

  #enter(state: PkState, before: PkState): void {
    this.#cancelTimer();
    this.#news.close();
    const [from, to] = this.rooms;
    if (state.name === 'battle') this.#titles = [from.view().title, to.view().title];
    if ('endsAtMs' in state) this.#setTimer(state.endsAtMs);
    this.#options.log.info({ pkId: this.id, state: state.name }, 'pk entered its next state');
    this.#tell(state);
    this.#options.onChanged(this, before);
  }

  #tell(state: PkState): void {
    const pk = this.view();
    if (state.name === 'battle' && pk) {
      for (const { log } of this.rooms) log.append('pkStarted', { pk });
      for (const rival of this.#rivals) rival.sync();
    } else if (state.name === 'result' && pk) {
      for (const { log } of this.rooms) log.append('pkDecided', { pk });
    } else if (state.name === 'over') {
      for (const rival of this.#rivals) rival.close();
      for (const { log } of this.rooms) log.append('pkEnded', { pkId: this.id, reason: state.reason });
    }
  }

  #tellScores(): void {
    const pk = this.view();
    if (!pk) return;
    const scores = pk.sides.map(({ roomId, score }) => ({ roomId, score }));
    for (const { log } of this.rooms) log.append('pkScored', { pkId: this.id, scores });
  }

  #setTimer(endsAtMs: number): void {
    const { clock } = this.#options;
    const waitMs = Math.max(0, endsAtMs - clock.nowMs());
    this.#cancelTimer = clock.after(waitMs, () => this.happen({ type: 'timeUp', atMs: clock.nowMs() }));
  }

  #party(side: PkSideIndex): PkInvitation['from'] {
    const room = this.rooms[side];
    return { roomId: room.id, title: this.#titles?.[side] ?? room.view().title, anchor: room.anchor };
  }

  #side(side: PkSideIndex, { scores }: RunningPkState): PkView['sides'][number] {
    return { ...this.#party(side), score: scores[side] };
  }
}
