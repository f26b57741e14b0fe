import {
  type BackstageView,
  emptyBackstage,
  type JoinAs,
  type NoticeFrame,
  type ReplyMap,
  type RequestInput,
  type RequestType,
  type RoomEvent,
  type SeatView,
} from '@lianmai/shared';
import { AudienceClient } from '../../client-web/src/sdk/audience/AudienceClient.ts';
import { RoomChat } from '../../client-web/src/sdk/chat/RoomChat.ts';
import { Emitter } from '../../client-web/src/sdk/core/Emitter.ts';
import { type ReadableStore, Store } from '../../client-web/src/sdk/core/Store.ts';
import { GiftsClient } from '../../client-web/src/sdk/gifts/GiftsClient.ts';
import type { LiveError } from '../../client-web/src/sdk/LiveError.ts';
import { LikesClient } from '../../client-web/src/sdk/likes/LikesClient.ts';
import type { MediaSignaling } from '../../client-web/src/sdk/media/MediaSignaling.ts';
import type { RoomFeature } from '../../client-web/src/sdk/room/RoomFeature.ts';
import { RoomSession } from '../../client-web/src/sdk/room/RoomSession.ts';
import type { OpenCarrier } from '../../client-web/src/sdk/signaling/Carrier.ts';
import { seatOfSession } from '../../client-web/src/sdk/stage/selectors.ts';
import type { EndReason, RoomState } from '../../client-web/src/sdk/types.ts';
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

export interface EnterOptions {
  /** `publisher`: the anchor, to run the show; default `viewer`. */
  as?: JoinAs;
}

export interface LiveRoomOptions {
  platform: Platform;
  openCarrier: OpenCarrier;
  roomId: string;
  as: JoinAs;
}

/** In the background for longer than this a host has closed the socket, or is about to (WeChat: 5 s). */
const hiddenToleranceMs = 3000;

/**
 * One stay in a room, from `client.enter()` to `leave()`: state, chat, likes, gifts, audience, stage. Comes back by itself after lost
 * networks and from the background; what was sent meanwhile waits for that.
 */
export class LiveRoom {
  readonly chat: RoomChat;
  readonly gifts: GiftsClient;
  readonly likes: LikesClient;
  readonly audience: AudienceClient;
  readonly #session: RoomSession;
  readonly #features: readonly RoomFeature[];
  readonly #backstage = new Store<BackstageView>(emptyBackstage);
  readonly #phase = new Store<RoomPhase>({ name: 'connecting' });
  readonly #events = new Emitter<LiveRoomEvents>();
  readonly #undo: (() => void)[];
  #hiddenAtMs: number | null = null;

  constructor({ platform, openCarrier, roomId, as }: LiveRoomOptions) {
    const session = new RoomSession({ openCarrier, roomId, as });
    this.#session = session;
    const signaling: MediaSignaling = { request: (type, fields) => session.request(type, fields) };
    this.chat = new RoomChat(signaling);
    this.gifts = new GiftsClient(signaling);
    this.likes = new LikesClient(signaling);
    this.audience = new AudienceClient(signaling);
    this.#features = [this.chat, this.gifts, this.likes, this.audience];
    this.#undo = [
      session.on('reset', ({ snapshot }) => {
        for (const feature of this.#features) feature.restart(snapshot);
      }),
      session.on('joined', ({ reply, isResumed }) => {
        this.#backstage.set(reply.backstage);
        for (const feature of this.#features) feature.joined?.(!isResumed || !reply.missed);
        this.#phase.set({ name: 'joined' });
      }),
      session.on('event', (event) => {
        for (const feature of this.#features) feature.follow(event);
        this.#events.emit('event', event);
      }),
      session.on('notice', (notice) => {
        if (notice.notice === 'backstageChanged') this.#backstage.set(notice.data.backstage);
        this.#events.emit('notice', notice);
      }),
      session.on('connection', ({ phase }) => {
        if (phase !== 'open' && this.#phase.getSnapshot().name === 'joined')
          this.#phase.set({ name: 'reconnecting' });
      }),
      session.on('ended', ({ reason, error }) => this.#ended(reason, error)),
      platform.onHide(() => {
        this.#hiddenAtMs = Date.now();
      }),
      platform.onShow(() => this.#shown()),
      platform.onNetworkReturn(() => session.networkReturned()),
    ];
    session.start();
  }

  get phase(): ReadableStore<RoomPhase> {
    return this.#phase;
  }

  /** Title, status, counts, who is on air and on stage. */
  get room(): ReadableStore<RoomState> {
    return this.#session.room;
  }

  /** Our applications and invitations; for hosts everybody's. */
  get backstage(): ReadableStore<BackstageView> {
    return this.#backstage;
  }

  /** The seat that we are on, as of `room`; null: not on stage. */
  get mySeat(): SeatView | null {
    return seatOfSession(this.room.getSnapshot().stage.seats, this.sessionId);
  }

  /** By which the server knows that a player is ours: `?viewer=` of its address. Null before the first join. */
  get sessionId(): string | null {
    return this.#session.sessionId;
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
    this.likes.tap(count);
  }

  /** @param orderId the same one again is the same gift, charged once: keep it for trying again */
  async gift(giftId: string, count = 1, orderId?: string): Promise<ReplyMap['gift']> {
    return await this.gifts.give({ giftId, count, orderId });
  }

  /** Says goodbye where there is a connection; ends in any case. */
  async leave(): Promise<void> {
    if (this.#phase.getSnapshot().name === 'joined')
      await Promise.race([this.request('leave', {}), this.#lost(), patience()]).catch(() => undefined);
    this.#session.end('left');
  }

  /** Nobody comes back to a room only to leave it. */
  #lost(): Promise<void> {
    return new Promise((resolve) => this.#phase.subscribe(resolve));
  }

  #shown(): void {
    const hiddenMs = this.#hiddenAtMs === null ? 0 : Date.now() - this.#hiddenAtMs;
    this.#hiddenAtMs = null;
    if (hiddenMs > hiddenToleranceMs) this.#session.networkReturned();
  }

  #ended(reason: EndReason, error: LiveError | null): void {
    for (const undo of this.#undo.splice(0)) undo();
    for (const feature of this.#features) feature.clear?.();
    this.#backstage.set(emptyBackstage);
    this.#phase.set({ name: 'ended', reason, error });
    this.#events.clear();
  }
}

const patience = () => new Promise<void>((resolve) => setTimeout(resolve, 1000));
