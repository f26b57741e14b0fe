import type {
  CompositionSettings,
  CreateRoomBody,
  LoginResult,
  RenewRoomInvitationBody,
  RoomInvitation,
  RoomStatus,
  RoomStream,
  RoomView,
  ServerInfo,
  StreamKeyView,
  UpdateRoomBody,
} from '@lianmai/shared';
import { nextCursorOf, type RestOptions, RestTransport, readJson } from './RestTransport.ts';

export interface RoomPage {
  rooms: RoomView[];
  /** Hand it to `listRooms` for the next page; null on the last one. */
  nextCursor: string | null;
}

/** Rooms, and signing in as a guest, over REST: one method per route. Holds no state but its options. */
export class RestClient {
  readonly #transport: RestTransport;

  constructor(options: RestOptions = {}) {
    this.#transport = new RestTransport(options);
  }

  /** What the server offers, before anybody has signed in. */
  async serverInfo(signal?: AbortSignal): Promise<ServerInfo> {
    return await this.#transport.json('/api/info', { signal });
  }

  /**
   * Signs in without an account. Only where the server lets guests in.
   * @param earlierToken a token this guest had before, expired or not: they stay the same user, and the anchor of the same rooms
   */
  async loginAsGuest(name: string, earlierToken?: string): Promise<LoginResult> {
    const call = { method: 'POST', body: { name }, token: earlierToken } as const;
    return await this.#transport.json('/api/auth/guest', call);
  }

  async listRooms(
    query: { status?: RoomStatus; limit?: number; cursor?: string; signal?: AbortSignal } = {},
  ): Promise<RoomPage> {
    const search = new URLSearchParams();
    if (query.status) search.set('status', query.status);
    if (query.limit) search.set('limit', String(query.limit));
    if (query.cursor) search.set('cursor', query.cursor);
    const response = await this.#transport.send(`/api/rooms?${search}`, { signal: query.signal });
    return { rooms: await readJson(response), nextCursor: nextCursorOf(response.headers.get('link')) };
  }

  /** The caller becomes the room's anchor. */
  async createRoom(body: CreateRoomBody): Promise<RoomView> {
    return await this.#transport.json('/api/rooms', { method: 'POST', body });
  }

  async getRoom(roomId: string, signal?: AbortSignal): Promise<RoomView> {
    return await this.#transport.json(roomPath(roomId), { signal });
  }

  async updateRoom(roomId: string, body: UpdateRoomBody): Promise<RoomView> {
    return await this.#transport.json(roomPath(roomId), { method: 'PATCH', body });
  }

  /** What lets people into the room while it is private. For those who run it. */
  async roomInvitation(roomId: string, signal?: AbortSignal): Promise<RoomInvitation> {
    return await this.#transport.json(`${roomPath(roomId)}/invitation`, { signal });
  }

  /** Another invitation; the one before is good no more. `uninvite`: nor is who was invited so far, and leaves a room that is private. */
  async renewRoomInvitation(roomId: string, body: RenewRoomInvitationBody = {}): Promise<RoomInvitation> {
    return await this.#transport.json(`${roomPath(roomId)}/invitation/renew`, { method: 'POST', body });
  }

  /** From now on we may come into that room. Fails with `invitation_invalid`. */
  async acceptRoomInvitation(roomId: string, code: string): Promise<RoomView> {
    const call = { method: 'POST', body: { code } } as const;
    return await this.#transport.json(`${roomPath(roomId)}/invitation/accept`, call);
  }

  /** How FLV and HLS players see several people on stage. For those who run the room. */
  async composition(roomId: string, signal?: AbortSignal): Promise<CompositionSettings> {
    return await this.#transport.json(`${roomPath(roomId)}/composition`, { signal });
  }

  async changeComposition(
    roomId: string,
    changes: Partial<CompositionSettings>,
  ): Promise<CompositionSettings> {
    return await this.#transport.json(`${roomPath(roomId)}/composition`, { method: 'PATCH', body: changes });
  }

  /** Ends the running show. */
  async endRoom(roomId: string): Promise<void> {
    await this.#transport.send(`${roomPath(roomId)}/end`, { method: 'POST' });
  }

  /** What an encoder publishes to the room with: a secret. For those who run the room. */
  async streamKey(roomId: string, signal?: AbortSignal): Promise<StreamKeyView> {
    return await this.#transport.json(`${roomPath(roomId)}/stream-key`, { signal });
  }

  /** Another stream key in place of the present one: who publishes with that is put off the air. */
  async renewStreamKey(roomId: string): Promise<StreamKeyView> {
    return await this.#transport.json(`${roomPath(roomId)}/stream-key/renew`, { method: 'POST' });
  }

  /** Where the show plays; its addresses are absolute. Fails with `room_not_live` between shows. */
  async getStream(roomId: string, signal?: AbortSignal): Promise<RoomStream> {
    const stream = await this.#transport.json<RoomStream>(`${roomPath(roomId)}/stream`, { signal });
    return {
      ...stream,
      streamUrl: this.#transport.absolute(stream.streamUrl),
      sources: stream.sources.map((source) => ({ ...source, url: this.#transport.absolute(source.url) })),
    };
  }
}

function roomPath(roomId: string): string {
  return `/api/rooms/${encodeURIComponent(roomId)}`;
}
