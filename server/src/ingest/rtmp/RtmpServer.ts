import { createServer, type Server, type Socket } from 'node:net';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import { rtmpApp } from '../../core/rtmpServerUrl.ts';
import { randomId } from '../../rooms/ids.ts';
import type { Identity } from '../../rooms/permissions.ts';
import type { Room } from '../../rooms/Room.ts';
import type { SignedOut } from '../../rooms/signedOut.ts';
import type { StartFedSource } from '../ports.ts';
import { RtmpConnection } from './RtmpConnection.ts';
import { RtmpPublication } from './RtmpPublication.ts';
import type { PublishRequest } from './RtmpSession.ts';

/** Where somebody may publish. */
export interface PublisherPlace {
  room: Room;
  /** Whose access token let them in; `null`: a stream key, which outlives every sign-in. */
  identity: Identity | null;
  /** By what they were let in may be good no more. @throws AppError why */
  assertStillGood: () => void;
}

export interface RtmpServerOptions {
  /**
   * The room in which the holder of an access token or a stream key may publish as the anchor.
   * @throws AppError `token_missing`, `token_invalid`, `token_expired`, `stream_key_wrong`, `room_not_found`, `forbidden`, `kicked`,
   * `banned`, `draining`
   */
  placeOf: (roomId: string, token: string | undefined) => Promise<PublisherPlace>;
  startSource: StartFedSource;
  clock: Clock;
  log: Logger;
}

const maxConnections = 1000;

/** Takes anchors' streams over RTMP (OBS, `<live-pusher>`, ffmpeg): one a room, the newest. */
export class RtmpServer {
  readonly server: Server;
  readonly #options: RtmpServerOptions;
  /** Until their media is off the air. */
  readonly #connections = new Set<RtmpConnection>();
  /** By room: whose stream is on air, or about to be. */
  readonly #publishers = new Map<string, RtmpConnection>();

  constructor(options: RtmpServerOptions) {
    this.#options = options;
    this.server = createServer((socket) => this.#serve(socket));
    this.server.maxConnections = maxConnections;
  }

  get publisherCount(): number {
    return this.#publishers.size;
  }

  /** Ends what is published with tokens that are good no more. */
  disconnect(signedOut: SignedOut): void {
    for (const connection of this.#connections) connection.disconnect(signedOut);
  }

  /** Ends what is published by what is good no more: a stream key that was renewed. */
  recheck(): void {
    for (const connection of this.#connections) connection.recheck();
  }

  /** Ends every publication, then stops listening. Idempotent. */
  async close(): Promise<void> {
    await Promise.all([...this.#connections].map((connection) => connection.close('the server is stopping')));
    if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
  }

  #serve(socket: Socket): void {
    const { clock, log } = this.#options;
    const connection = new RtmpConnection({
      socket,
      admit: (request, own) => this.#admit(request, own),
      clock,
      log: log.child({ remote: socket.remoteAddress }),
      onClosed: (closed, itsMediaGone) => {
        for (const [roomId, publisher] of this.#publishers)
          if (publisher === closed) this.#publishers.delete(roomId);
        void itsMediaGone.then(() => this.#connections.delete(closed));
      },
    });
    this.#connections.add(connection);
  }

  async #admit(request: PublishRequest, connection: RtmpConnection): Promise<RtmpPublication> {
    if (request.app !== rtmpApp)
      throw new AppError('not_found', { detail: `publish to ${rtmpApp}/<roomId>` });
    const token = request.query.get('token') ?? undefined;
    const place = await this.#options.placeOf(request.name, token);
    if (connection.isClosed) throw new AppError('invalid_state', { detail: 'the publisher has gone' });
    place.assertStillGood();
    connection.place = place;
    const { room } = place;
    const earlier = this.#publishers.get(room.id);
    this.#publishers.set(room.id, connection);
    // Behind a network that changed, the old connection may look alive for minutes.
    await earlier?.close('another connection took over');
    if (this.#publishers.get(room.id) !== connection) throw new AppError('session_replaced');
    const isTaken = room.tracks.publications.some(({ roomId, seat }) => roomId === room.id && seat === 0);
    if (isTaken) throw new AppError('invalid_state', { detail: 'the anchor is on air from a browser' });
    return this.#publish(room, connection);
  }

  #publish(room: Room, connection: RtmpConnection): RtmpPublication {
    const { startSource, clock, log } = this.#options;
    const ingestId = `rtmp-${randomId()}`;
    const publication = new RtmpPublication({
      room,
      ingestId,
      startSource,
      clock,
      log: log.child({ roomId: room.id, ingestId }),
      onFailed: (reason) => void connection.close(reason),
      onEnded: () => void connection.close('the show is over'),
    });
    return publication;
  }
}
