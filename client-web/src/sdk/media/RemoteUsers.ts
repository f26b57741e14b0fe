import type { Publication } from '@lianmai/shared';
import { type ReadableStore, Store } from '../core/Store.ts';
import type { RemoteTrack, RemoteUser } from '../types.ts';

export interface ReceivedTrack {
  publication: Publication;
  /** From the green room. */
  isPreview: boolean;
  consumerId: string;
  track: MediaStreamTrack;
}

interface Streams {
  main: MediaStream;
  screen: MediaStream;
}

/** Arranges received tracks by person. A person's MediaStream stays the same object, so a `<video>` never has to be told. */
export class RemoteUsers {
  readonly #users = new Store<readonly RemoteUser[]>([]);
  readonly #streams = new Map<string, Streams>();

  get users(): ReadableStore<readonly RemoteUser[]> {
    return this.#users;
  }

  /** `ownRoomId`: whoever is in another room is a PK's rival. */
  show(received: readonly ReceivedTrack[], ownRoomId: string | null): void {
    const bySession = Map.groupBy(received, ({ publication }) => publication.sessionId);
    for (const sessionId of [...this.#streams.keys()]) if (!bySession.has(sessionId)) this.#forget(sessionId);
    const users = [...bySession].map(([sessionId, tracks]) => this.#userOf(sessionId, tracks));
    const rank = (user: RemoteUser) => [user.isPreview, user.roomId !== ownRoomId, user.seat].map(Number);
    this.#users.set(users.sort((a, b) => compare(rank(a), rank(b))));
  }

  #userOf(sessionId: string, received: ReceivedTrack[]): RemoteUser {
    const streams = this.#streams.get(sessionId) ?? { main: new MediaStream(), screen: new MediaStream() };
    this.#streams.set(sessionId, streams);
    const screen = received.filter(({ publication }) => isScreen(publication));
    fill(streams.screen, screen);
    fill(
      streams.main,
      received.filter(({ publication }) => !isScreen(publication)),
    );
    const { user, seat, roomId } = received[0]?.publication ?? unreachable();
    return {
      sessionId,
      roomId,
      user,
      seat,
      isPreview: received.every(({ isPreview }) => isPreview),
      stream: streams.main,
      screenStream: screen.length > 0 ? streams.screen : null,
      tracks: received.map(describe),
    };
  }

  #forget(sessionId: string): void {
    const streams = this.#streams.get(sessionId);
    if (streams) for (const stream of [streams.main, streams.screen]) fill(stream, []);
    this.#streams.delete(sessionId);
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  return a.map((rank, i) => rank - (b[i] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

function isScreen({ source }: Publication): boolean {
  return source === 'screen' || source === 'screenAudio';
}

function describe({ publication, consumerId, track }: ReceivedTrack): RemoteTrack {
  const { producerId, source, kind, isPaused } = publication;
  return { producerId, consumerId, source, kind, track, isPaused };
}

function fill(stream: MediaStream, received: readonly ReceivedTrack[]): void {
  const wanted = new Set(received.map(({ track }) => track));
  for (const track of stream.getTracks()) if (!wanted.has(track)) stream.removeTrack(track);
  for (const track of wanted) stream.addTrack(track);
}

function unreachable(): never {
  throw new Error('a group is never empty');
}
