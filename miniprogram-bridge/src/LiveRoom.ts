import type { NoticeFrame, ReplyMap, RequestInput, RequestType, RoomEvent } from '@lianmai/shared';
import { ChatClient } from '../../client-web/src/sdk/chat/ChatClient.ts';
import { Emitter } from '../../client-web/src/sdk/core/Emitter.ts';
import { randomId } from '../../client-web/src/sdk/core/randomId.ts';
import { type ReadableStore, Store } from '../../client-web/src/sdk/core/Store.ts';
import type { LiveError } from '../../client-web/src/sdk/LiveError.ts';
import { RoomSession } from '../../client-web/src/sdk/room/RoomSession.ts';
import type { OpenCarrier } from '../../client-web/src/sdk/signaling/Carrier.ts';
import type { EndReason, RoomState } from '../../client-web/src/sdk/types.ts';
import { LikeTaps } from './LikeTaps.ts';
import type { Platform } from './Platform.ts';

export type RoomPhase =
  | { name: 'connecting' }
  | { name: 'joined' }
  /** The connection is lost; what one sends waits, what one missed will come. */
  | { name: 'reconnecting' }
  | { name: 'ended'; reason: EndReason; error: LiveError | null };

export interface LiveRoomEvents {
  /** An entry of the Room log, each once and in order. */
  event: RoomEvent;
  notice: NoticeFrame;
}

export interface LiveRoomOptions {
  platform: Platform;
  openCarrier: OpenCarrier;
  roomId: string;
}

/** In the background for longer than this a host has closed the socket, or is about to (WeChat: 5 s). */
const hiddenToleranceMs = 3000;

/**
 * One stay in a room, from `client.enter()` to `leave()`: state, chat, likes, gifts, stage. Comes back by itself after lost networks and
 * from the background; what was sent meanwhile waits for that.
 */
export class LiveRoom {
  readonly chat: ChatClient;
  readonly #session: RoomSession;
  readonly #phase = new Store<RoomPhase>({ name: 'connecting' });
  readonly #events = new Emitter<LiveRoomEvents>();
  readonly #likes = new LikeTaps((count) => this.request('like', { count }));
  readonly #undo: (() => void)[];
  #hiddenAtMs: number | null = null;

  constructor({ platform, openCarrier, roomId }: LiveRoomOptions) {
    this.#session = new RoomSession({ openCarrier, roomId, as: 'viewer' });
    this.chat = new ChatClient({ request: (type, fields) => this.#session.request(type, fields) });
    this.#undo = [
      this.#session.on('joined', ({ reply, isResumed }) => {
        if (!isResumed || !reply.missed) this.chat.restart(reply.snapshot);
        this.chat.joined(!isResumed || !reply.missed);
        this.#phase.set({ name: 'joined' });
      }),
      this.#session.on('event', (event) => {
        this.chat.follow(event);
        this.#events.emit('event', event);
      }),
      this.#session.on('notice', (notice) => this.#events.emit('notice', notice)),
      this.#session.on('connection', ({ phase }) => {
        if (phase !== 'open' && this.#phase.getSnapshot().name === 'joined')
          this.#phase.set({ name: 'reconnecting' });
      }),
      this.#session.on('ended', ({ reason, error }) => this.#ended(reason, error)),
      platform.onHide(() => {
        this.#hiddenAtMs = Date.now();
      }),
      platform.onShow(() => this.#shown()),
      platform.onNetworkReturn(() => this.#session.networkReturned()),
    ];
    this.#session.start();
  }

  get phase(): ReadableStore<RoomPhase> {
    return this.#phase;
  }

  /** Title, status, counts, who is on air and on stage. */
  get room(): ReadableStore<RoomState> {
    return this.#session.room;
  }

  on<E extends keyof LiveRoomEvents>(event: E, listener: (payload: LiveRoomEvents[E]) => void): () => void {
    return this.#events.on(event, listener);
  }

  /** Any request of the protocol (docs/protocol.md). Waits for the connection where there is none. */
  async request<T extends RequestType>(type: T, fields: RequestInput<T>): Promise<ReplyMap[T]> {
    return await this.#session.request(type, fields);
  }

  sendChat(content: string): void {
    this.chat.send(content);
  }

  like(count = 1): void {
    this.#likes.tap(count);
  }

  /** @param orderId the same one again is the same gift, charged once: keep it for trying again */
  async gift(giftId: string, count = 1, orderId: string = randomId()): Promise<ReplyMap['gift']> {
    return await this.request('gift', { giftId, count, orderId });
  }

  /** Says goodbye where there is a connection; ends in any case. */
  async leave(): Promise<void> {
    if (this.#phase.getSnapshot().name === 'joined')
      await Promise.race([this.request('leave', {}), patience()]).catch(() => undefined);
    this.#session.end('left');
  }

  #shown(): void {
    const hiddenMs = this.#hiddenAtMs === null ? 0 : Date.now() - this.#hiddenAtMs;
    this.#hiddenAtMs = null;
    if (hiddenMs > hiddenToleranceMs) this.#session.networkReturned();
  }

  #ended(reason: EndReason, error: LiveError | null): void {
    for (const undo of this.#undo.splice(0)) undo();
    this.#likes.close();
    this.chat.clear();
    this.#phase.set({ name: 'ended', reason, error });
    this.#events.clear();
  }
}

const patience = () => new Promise<void>((resolve) => setTimeout(resolve, 1000));
