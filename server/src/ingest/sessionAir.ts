import { AppError } from '../core/AppError.ts';
import type { PlainTransport } from '../rooms/ports/MediaEngine.ts';
import type { Room } from '../rooms/Room.ts';
import type { Session } from '../rooms/Session.ts';
import type { TrackEnd } from '../rooms/tracks/TracksDeps.ts';
import type { SourceTrack } from './OnAirSource.ts';
import type { AirEvents, AirPlace, SourceTargets, TakenAir } from './ports.ts';

/**
 * A guest's seat: what comes in is published as tracks of the guest's own Session, so that the green room, forced mutes, cuts and the end
 * of the seat do to it what they do to a browser's.
 */
export function sessionAir(room: Room, session: Session): AirPlace {
  return {
    take: async (tracks, events) => {
      const air = new SessionAir(room, session, events);
      try {
        if (tracks.length === 0) throw new AppError('forbidden', { detail: 'an audio-only seat' });
        for (const track of tracks) await air.add(track);
        air.assertAll();
        return air;
      } catch (error) {
        air.leave();
        if (!isOnStage(room, session)) events.onTakenOff('off_stage');
        else if (tracks.length === 0) events.onTakenOff('removed');
        throw error;
      }
    },
  };
}

function isOnStage(room: Room, session: Session): boolean {
  return room.isLive && !session.isEnded && room.stage.guestOf(session.id) !== undefined;
}

interface OwnTrack extends Pick<SourceTrack, 'kind'> {
  transport: PlainTransport;
  /** `null`: not on air yet. */
  producerId: string | null;
  isGone: boolean;
}

class SessionAir implements TakenAir {
  readonly #room: Room;
  readonly #session: Session;
  readonly #events: AirEvents;
  readonly #tracks: OwnTrack[] = [];
  #hasLeft = false;
  #end: TrackEnd | null = null;

  constructor(room: Room, session: Session, events: AirEvents) {
    this.#room = room;
    this.#session = session;
    this.#events = events;
  }

  get targets(): SourceTargets {
    const tracks = this.#tracks.map(({ kind, transport: { port, rtcpPort } }) => ({ kind, port, rtcpPort }));
    return { ip: '127.0.0.1', tracks };
  }

  async add({ kind, source, rtpParameters }: SourceTrack): Promise<void> {
    const transport = await this.#session.peer.createPlainTransport();
    const track: OwnTrack = { kind, transport, producerId: null, isGone: false };
    this.#tracks.push(track);
    const { producerId } = await this.#room.tracks.publish(this.#session, {
      ...{ transportId: transport.id, kind, source, rtpParameters, paused: false },
      onGone: (end) => this.#gone(track, end),
    });
    track.producerId = producerId;
  }

  /** @throws AppError when a track is gone already */
  assertAll(): void {
    if (this.#end) throw new AppError('invalid_state', { detail: `gone meanwhile: ${this.#end}` });
  }

  leave(): void {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    for (const { transport, producerId, isGone } of this.#tracks) {
      if (producerId && !isGone) this.#room.tracks.unpublish(this.#session, producerId);
      transport.close();
    }
  }

  #gone(track: OwnTrack, end: TrackEnd): void {
    track.isGone = true;
    if (this.#hasLeft || this.#end) return;
    this.#end = end;
    // Not now: the room is in the middle of what has taken it off, maybe of the other track as well.
    queueMicrotask(() => this.#tell(end));
  }

  #tell(end: TrackEnd): void {
    if (this.#hasLeft) return;
    if (end === 'lost') this.#events.onLost();
    else if (this.#isPictureRefused(end)) this.#events.onChanged();
    else this.#events.onTakenOff(end);
  }

  /** A host takes sound alone from this seat now: the sound goes on. */
  #isPictureRefused(end: TrackEnd): boolean {
    return end === 'removed' && this.#room.stage.guestOf(this.#session.id)?.allowsVideo === false;
  }
}
