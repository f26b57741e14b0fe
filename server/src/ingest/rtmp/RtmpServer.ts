import { createServer, type Server, type Socket } from 'node:net';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import { rtmpApp } from '../../core/rtmpServerUrl.ts';
import { randomId } from '../../rooms/ids.ts';
import type { Identity } from '../../rooms/permissions.ts';
import type { Room } from '../../rooms/Room.ts';
import type { Session } from '../../rooms/Session.ts';
import type { SignedOut } from '../../rooms/signedOut.ts';
import type { StartFedSource } from '../ports.ts';
import { assertAnchorSeatFree, roomAir } from '../roomAir.ts';
import { sessionAir } from '../sessionAir.ts';
import { RtmpConnection } from './RtmpConnection.ts';
import { RtmpPublication } from './RtmpPublication.ts';
import type { PublishRequest } from './RtmpSession.ts';

/** Where somebody may publish. */
export interface PublisherPlace {
  room: Room;
  /** Of a guest, who publishes from their seat; absent: the anchor. */
  guest?: Session;
  /** Whose access token let them in; `null`: a stream key, which outlives every sign-in. */
  identity: Identity | null;
  /** By what they were let in may be good no more. @throws AppError why */
  assertStillGood: () => void;
  /** The room has ended it, and not the publisher or the network. */
  onEndedByRoom?: () => void;
}

export interface RtmpServerOptions {
  /**
   * Where the holder of an access token, a stream key or a pass may publish.
   * @throws AppError `token_missing`, `token_invalid`, `token_expired`, `stream_key_wrong`, `room_not_found`, `forbidden`, `not_on_stage`,
   * `kicked`, `banned`, `draining`
   */
  placeOf: (roomId: string, token: string | undefined) => Promise<PublisherPlace>;
  startSource: StartFedSource;
  clock: Clock;
  log: Logger;
}

const maxConnections = 1000;

/** Takes streams over RTMP (OBS, `<live-pusher>`, ffmpeg), of anchors and of guests on a seat: one of each, the newest. */
export class RtmpServer {
  readonly server: Server;
  readonly #options: RtmpServerOptions;
  /** Until their media is off the air. */
  readonly #connections = new Set<RtmpConnection>();
  /** By room, of guests by Session: whose stream is on air, or about to be. */
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

  /** Ends what is published by what is good no more: a stream key that was renewed, a right that was lost. */
  recheck(roomId: string): void {
    for (const connection of this.#connections)
      if (connection.place?.room.id === roomId) connection.recheck();
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
        for (const [key, publisher] of this.#publishers)
          if (publisher === closed) this.#publishers.delete(key);
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
    const { room, guest } = place;
    const key = guest ? `session ${guest.id}` : `room ${room.id}`;
    const earlier = this.#publishers.get(key);
    this.#publishers.set(key, connection);
    // Behind a network that changed, the old connection may look alive for minutes.
    await earlier?.close('another connection took over');
    if (this.#publishers.get(key) !== connection) throw new AppError('session_replaced');
    if (!guest) assertAnchorSeatFree(room);
    return this.#publish(place, connection);
  }

  #publish({ room, guest, onEndedByRoom }: PublisherPlace, connection: RtmpConnection): RtmpPublication {
    const { startSource, clock, log } = this.#options;
    const ingestId = `rtmp-${randomId()}`;
    const mayOpenShow = () => publication.isWanted;
    const publication = new RtmpPublication({
      room,
      place: guest ? sessionAir(room, guest) : roomAir(room, ingestId, { mayOpenShow }),
      outlivesShow: !guest,
      onMeasured: (ingest) => guest || room.showIngest(ingest),
      allowsVideo: () => !guest || room.stage.guestOf(guest.id)?.allowsVideo !== false,
      ingestId,
      startSource,
      clock,
      log: log.child({ roomId: room.id, ingestId, sessionId: guest?.id }),
      onFailed: (reason) => void connection.close(reason),
      onEnded: (reason) => {
        onEndedByRoom?.();
        void connection.close(reason);
      },
    });
    return publication;
  }
}
