import type { RoomEvent } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import type { PlaybackReport } from '../../rooms/ports/PlaybackReports.ts';
import type { Room } from '../../rooms/Room.ts';
import type { Session } from '../../rooms/Session.ts';
import { ShowRecorder } from './ShowRecorder.ts';

export interface RoomRecorderDeps {
  room: Room;
  clock: Clock;
  /** The show is over, and has been counted to its end. */
  onEnded: (recorder: ShowRecorder, endedAtMs: number) => void;
}

/** Follows one Room and counts each of its shows: what its log says, who comes and goes, and how their playback goes. */
export class RoomRecorder {
  readonly #deps: RoomRecorderDeps;
  #show: ShowRecorder | null = null;

  constructor(deps: RoomRecorderDeps) {
    this.#deps = deps;
    const { room } = deps;
    room.log.onAppended((event) => this.#take(event));
    room.onPresence(({ kind, session, atMs }) => {
      if (session.as !== 'viewer') return;
      if (kind === 'arrived') this.#show?.arrived(visitOf(session), atMs);
      else this.#show?.left(visitOf(session), atMs);
    });
  }

  /** The running show; `null` off air. */
  get show(): ShowRecorder | null {
    return this.#show;
  }

  record(session: Session, report: PlaybackReport): void {
    if (session.as !== 'viewer') return;
    const delivery = report.protocol === 'none' ? null : report.protocol;
    this.#show?.watchesBy(session.user.id, delivery, this.#deps.clock.nowMs());
    this.#show?.record(report);
  }

  #take(event: RoomEvent): void {
    switch (event.type) {
      case 'showStarted':
        this.#begin(event.at);
        break;
      case 'showEnded':
        this.#end(event.at);
        break;
      case 'roomUpdated':
        this.#show?.rename(event.data.title);
        break;
      case 'likesAdded':
        this.#show?.count('likes', event.data.count);
        break;
      case 'chatPosted':
        this.#show?.count('chatMessages', 1);
        break;
      case 'giftSent':
        this.#show?.count('gifts', event.data.gift.count);
        this.#show?.count('income', event.data.gift.coins);
        break;
      default:
    }
  }

  #begin(startedAtMs: number): void {
    const { room } = this.#deps;
    if (room.showId === null) return;
    const { title, anchor } = room.view();
    this.#show = new ShowRecorder({ showId: room.showId, roomId: room.id, title, anchor, startedAtMs });
    for (const session of room.sessions) {
      if (session.as === 'viewer') this.#show.arrived(visitOf(session), startedAtMs);
    }
  }

  #end(endedAtMs: number): void {
    const show = this.#show;
    if (!show) return;
    this.#show = null;
    show.sample(endedAtMs);
    show.end(endedAtMs);
    this.#deps.onEnded(show, endedAtMs);
  }
}

function visitOf(session: Session) {
  return { id: session.id, visitorId: session.user.id, platform: session.platform, delivery: null };
}
