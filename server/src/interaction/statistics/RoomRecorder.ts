import type { Delivery, Platform, RoomEvent } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import type { PlaybackReport } from '../../rooms/ports/PlaybackReports.ts';
import type { Room } from '../../rooms/Room.ts';
import type { Session } from '../../rooms/Session.ts';
import { ShowRecorder, type Visit } from './ShowRecorder.ts';

/** Somebody who watches without a Session. */
export interface PlainPlayer {
  delivery: Delivery;
  platform: Platform;
  /** Where it comes from and what it says it is: only hashed, never kept. */
  origin: string;
}

export interface RoomRecorderDeps {
  room: Room;
  clock: Clock;
  /** The show is over, and has been counted to its end. */
  onEnded: (recorder: ShowRecorder, endedAtMs: number) => void;
}

/** Follows one Room and counts each of its shows: what its log says, who comes and goes, and how their playback goes. */
export class RoomRecorder {
  readonly #deps: RoomRecorderDeps;
  readonly #players = new Map<string, Visit>();
  #show: ShowRecorder | null = null;
  #playersEver = 0;

  constructor(deps: RoomRecorderDeps) {
    this.#deps = deps;
    const { room } = deps;
    room.log.onAppended((event) => this.#take(event));
    room.onPresence(({ kind, session, atMs }) => {
      if (!this.#isAudience(session)) return;
      if (kind === 'arrived') this.#show?.arrived(visitOf(session), atMs);
      else this.#show?.left(visitOf(session), atMs);
    });
  }

  /** The running show; `null` off air. */
  get show(): ShowRecorder | null {
    return this.#show;
  }

  record(session: Session, report: PlaybackReport): void {
    if (!this.#isAudience(session)) return;
    const delivery = report.protocol === 'none' ? null : report.protocol;
    this.#show?.watchesBy(session.user.id, delivery, this.#deps.clock.nowMs());
    this.#show?.record(report);
  }

  /** A player of FLV or HLS has begun that belongs to no Session. Returns its end. */
  openPlayer({ delivery, platform, origin }: PlainPlayer): () => void {
    const id = `player ${++this.#playersEver}`;
    // Each is somebody while it plays; who comes back from the same place with the same player has been here before.
    const visit = { id, visitorId: id, countsAs: `player ${origin}`, platform, delivery };
    this.#players.set(id, visit);
    this.#show?.arrived(visit, this.#deps.clock.nowMs());
    return () => {
      if (this.#players.delete(id)) this.#show?.left(visit, this.#deps.clock.nowMs());
    };
  }

  /** The anchor is not their own audience. */
  #isAudience(session: Session): boolean {
    return session.as === 'viewer' && session.user.id !== this.#deps.room.anchor.id;
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
      if (this.#isAudience(session)) this.#show.arrived(visitOf(session), startedAtMs);
    }
    for (const visit of this.#players.values()) this.#show.arrived(visit, startedAtMs);
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
