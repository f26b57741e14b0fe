import type { LiveClient, LiveError, LiveRoom } from '@lianmai/miniprogram';
import type { RoomView, ShowEndReason, ShowListItem, StreamKeyView } from '@lianmai/shared';
import type { Identity } from '../../app/Identity';

export interface BroadcastDeps {
  client: LiveClient;
  identity: Identity;
  /** The room, or whether we are in it, has changed. */
  onChange: () => void;
}

/** Where the show stands, as the server sees it. */
export type ShowState =
  | { name: 'none' }
  /** Published, and not seen by the server yet; or not published yet. */
  | { name: 'ready' }
  | { name: 'live'; room: RoomView; isConnected: boolean; isElsewhere: boolean }
  | { name: 'over'; room: RoomView | null; reason: ShowEndReason | null; error: LiveError | null };

/** One's own show: the room that it runs in, the address that it is published to, its end. */
export class Broadcast {
  readonly #deps: BroadcastDeps;
  #room: LiveRoom | null = null;
  #undo: (() => void)[] = [];
  #wasLive = false;
  #isEnded = false;
  #isClosed = false;

  constructor(deps: BroadcastDeps) {
    this.#deps = deps;
  }

  /** Null before `open`. */
  get room(): LiveRoom | null {
    return this.#room;
  }

  get state(): ShowState {
    if (!this.#room) return { name: 'none' };
    const { room, showEndReason } = this.#room.room.getSnapshot();
    const phase = this.#room.phase.getSnapshot();
    const isConnected = phase.name === 'joined';
    // Opened elsewhere too: there is the chat now, the show goes on here.
    const isElsewhere = phase.name === 'ended' && phase.reason === 'session_replaced';
    if (this.#isEnded) return { name: 'over', room, reason: 'ended_by_anchor', error: null };
    if (phase.name === 'ended' && !isElsewhere)
      return { name: 'over', room, reason: showEndReason, error: phase.error };
    if (room?.status === 'live') return { name: 'live', room, isConnected, isElsewhere };
    return this.#wasLive ? { name: 'over', room, reason: showEndReason, error: null } : { name: 'ready' };
  }

  /** The room that one went live in last; null: none yet. @throws LiveError */
  async ownRoom(): Promise<RoomView | null> {
    const { client, identity } = this.#deps;
    const user = await identity.ensure();
    const { rooms } = await client.rest.profile(user.id);
    return rooms.find(({ status }) => status === 'live') ?? rooms[rooms.length - 1] ?? null;
  }

  /** Gets the room ready under this title, and goes in. @returns the address to publish to; null: closed meanwhile. @throws LiveError */
  async open(title: string): Promise<string | null> {
    const { client, onChange } = this.#deps;
    const { id } = await this.#roomCalled(title);
    const { rtmpUrl } = await client.rest.get<StreamKeyView>(`${pathOf(id)}/stream-key`);
    if (this.#isClosed) return null;
    this.leave();
    const room = client.enter(id);
    this.#room = room;
    this.#undo = [
      room.room.subscribe(() => {
        if (room.room.getSnapshot().room?.status === 'live') this.#wasLive = true;
        onChange();
      }),
      room.phase.subscribe(onChange),
    ];
    return rtmpUrl;
  }

  /** @throws LiveError where it goes on */
  async end(): Promise<void> {
    const id = this.#room?.room.getSnapshot().room?.id;
    if (!id || this.state.name !== 'live') return;
    await this.#deps.client.rest.post(`${pathOf(id)}/end`, {});
    this.#isEnded = true;
    this.#deps.onChange();
  }

  /** The one that is over, with its figures. @throws LiveError */
  async lastShow(): Promise<ShowListItem | null> {
    const id = this.#room?.room.getSnapshot().room?.id;
    if (!id) return null;
    const [last] = await this.#deps.client.rest.get<ShowListItem[]>(`${pathOf(id)}/shows?limit=1`);
    return last ?? null;
  }

  /** Leaves the room; a show that is still on is the server's to keep for a while. */
  leave(): void {
    for (const undo of this.#undo.splice(0)) undo();
    this.#room?.leave().catch(() => undefined);
    this.#room = null;
    this.#wasLive = false;
    this.#isEnded = false;
  }

  /** Its page has gone. */
  close(): void {
    this.#isClosed = true;
    this.leave();
  }

  async #roomCalled(title: string): Promise<RoomView> {
    const { rest } = this.#deps.client;
    const known = await this.ownRoom();
    if (!known) return await rest.post<RoomView>('/api/rooms', { title });
    if (known.title === title) return known;
    return await rest.send<RoomView>('PATCH', pathOf(known.id), { title });
  }
}

const pathOf = (roomId: string) => `/api/rooms/${encodeURIComponent(roomId)}`;
