import {
  eventsIn,
  type JoinAs,
  type NoticeFrame,
  type NoticeMap,
  type PushFrame,
  type ReplyFrame,
  type ReplyMap,
  type RequestFrame,
  type RequestInput,
  type RequestType,
  type RoomEvent,
  type RoomSnapshot,
} from '@lianmai/shared';
import { isTokenRefusal } from '../auth/TokenSource.ts';
import { Emitter } from '../core/Emitter.ts';
import { type ReadableStore, Store } from '../core/Store.ts';
import { LiveError } from '../LiveError.ts';
import type { OpenCarrier } from '../signaling/Carrier.ts';
import { RequestQueue } from '../signaling/RequestQueue.ts';
import { createReconnectPolicy, type ReconnectPolicy } from '../signaling/reconnectPolicy.ts';
import { type ConnectionState, SignalingConnection } from '../signaling/SignalingConnection.ts';
import type { EndReason, RoomState } from '../types.ts';
import { applyRoomEvent, emptyRoomState, roomStateOf } from './applyRoomEvent.ts';
import { EventSequencer } from './EventSequencer.ts';

export interface RoomSessionEvents {
  /** In the room, for the first time or again. With `isResumed` everything on the server is as it was. */
  joined: { reply: ReplyMap['join']; isResumed: boolean };
  reset: { isResumed: boolean; snapshot: RoomSnapshot };
  event: RoomEvent;
  notice: NoticeFrame;
  connection: ConnectionState;
  /** Once; nothing comes after it. */
  ended: { reason: EndReason; error: LiveError | null };
}

export interface RoomSessionOptions {
  openCarrier: OpenCarrier;
  roomId: string;
  as: JoinAs;
  policy?: ReconnectPolicy;
}

interface Credentials {
  sessionId: string;
  resumeKey: string;
}

const joinTimeoutMs = 8000;
const gapToleranceMs = 1500;

/**
 * Our Session in one room: joins, resumes after every lost connection, joins afresh when the Session is gone. Delivers the Room log
 * in order, each entry once, and keeps the state of the room by it.
 */
export class RoomSession {
  readonly #options: RoomSessionOptions;
  readonly #events = new Emitter<RoomSessionEvents>();
  readonly #room = new Store<RoomState>(emptyRoomState);
  readonly #sequencer = new EventSequencer();
  readonly #connection: SignalingConnection;
  readonly #requests: RequestQueue;
  #credentials: Credentials | null = null;
  #joinCount = 0;
  #isEnded = false;
  #joinTimer: ReturnType<typeof setTimeout> | undefined;
  #gapTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: RoomSessionOptions) {
    this.#options = options;
    this.#requests = new RequestQueue({
      onSuspect: () => this.#connection.renew(),
      // With another token, if there is one: finding out is the carrier's part.
      onTokenRefused: (error) => this.#connection.renew(retryable(error)),
    });
    this.#connection = new SignalingConnection({
      openCarrier: options.openCarrier,
      policy: options.policy ?? createReconnectPolicy(),
      onState: (state) => this.#connectionChanged(state),
      onOpen: () => this.#sendJoin(),
      onPush: (frame) => this.#handlePush(frame),
      onFailed: (error) => this.end('failed', error),
    });
  }

  get room(): ReadableStore<RoomState> {
    return this.#room;
  }

  get sessionId(): string | null {
    return this.#credentials?.sessionId ?? null;
  }

  on<E extends keyof RoomSessionEvents>(
    event: E,
    listener: (payload: RoomSessionEvents[E]) => void,
  ): () => void {
    return this.#events.on(event, listener);
  }

  start(): void {
    this.#connection.open();
  }

  /** Waits for a connection where there is none. Rejects with `session_not_found` when the Session ends before the reply. */
  async request<T extends RequestType>(type: T, fields: RequestInput<T>): Promise<ReplyMap[T]> {
    if (this.#isEnded) throw new LiveError('not_joined');
    return await this.#requests.request(type, fields);
  }

  /** The network changed or returned: whatever the connection seems to be, make sure of it. */
  networkReturned(): void {
    if (this.#connection.state.phase === 'open') this.#connection.renew();
    this.#connection.hurry();
  }

  /** The client's token is another one now: the Session goes on under it. */
  identityChanged(): void {
    if (this.#connection.state.phase === 'open') this.#connection.renew();
  }

  end(reason: EndReason, error: LiveError | null = null): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    clearTimeout(this.#joinTimer);
    this.#stopWatchingGap();
    this.#connection.close();
    this.#requests.failAll(error ?? new LiveError(reason === 'left' ? 'aborted' : 'session_not_found'));
    this.#events.emit('ended', { reason, error });
  }

  #connectionChanged(state: ConnectionState): void {
    if (state.phase !== 'open') {
      this.#requests.detach();
      this.#sequencer.hold();
      clearTimeout(this.#joinTimer);
      this.#stopWatchingGap();
    }
    this.#events.emit('connection', state);
  }

  #sendJoin(): void {
    const { roomId, as } = this.#options;
    const resume = this.#credentials
      ? { ...this.#credentials, lastSeq: this.#room.getSnapshot().seq }
      : undefined;
    const frame: RequestFrame<'join'> = { type: 'join', id: `join-${++this.#joinCount}`, roomId, as, resume };
    clearTimeout(this.#joinTimer);
    this.#joinTimer = setTimeout(() => this.#connection.renew(new LiveError('timeout')), joinTimeoutMs);
    this.#connection.send(frame, (reply) => {
      // The reply to a join of an earlier connection says nothing about this one.
      if (frame.id === `join-${this.#joinCount}`) this.#handleJoinReply(reply as ReplyFrame<'join'>);
    });
  }

  #handleJoinReply(reply: ReplyFrame<'join'>): void {
    if (this.#isEnded) return;
    clearTimeout(this.#joinTimer);
    if (reply.ok) this.#joined(reply.data);
    else this.#joinRefused(LiveError.fromWire(reply.error));
  }

  #joinRefused(error: LiveError): void {
    if (error.code === 'session_not_found' && this.#credentials) {
      this.#forgetSession();
      this.#sendJoin();
    } else if (error.code === 'session_replaced') this.end('session_replaced', error);
    else if (error.retryable || isTokenRefusal(error.code)) this.#connection.renew(retryable(error));
    else this.end('failed', error);
  }

  #joined(reply: ReplyMap['join']): void {
    const isResumed = reply.isResumed && this.#credentials?.sessionId === reply.sessionId;
    // What was asked before the first join waited for it.
    if (!isResumed && this.#credentials)
      this.#requests.failAll(new LiveError('session_not_found', { retryable: true }));
    this.#credentials = { sessionId: reply.sessionId, resumeKey: reply.resumeKey };
    if (isResumed && reply.missed) this.#catchUp(reply, reply.missed);
    else this.#startOver(reply, isResumed);
    this.#watchGap();
    this.#connection.settle();
    this.#requests.attach((frame, onReply) => this.#connection.send(frame, onReply));
    this.#events.emit('joined', { reply, isResumed });
  }

  // Missed entries first, so that listeners hear each of them; then whatever was pushed while joining.
  #catchUp(reply: ReplyMap['join'], missed: readonly RoomEvent[]): void {
    const known = this.#room.getSnapshot().seq;
    for (const event of missed) if (event.seq > known) this.#apply(event);
    const { showEndReason } = this.#room.getSnapshot();
    this.#room.set({ ...roomStateOf(reply, Date.now()), showEndReason });
    this.#applyAll(this.#sequencer.release(reply.snapshot.seq));
  }

  #startOver(reply: ReplyMap['join'], isResumed: boolean): void {
    this.#room.set(roomStateOf(reply, Date.now()));
    this.#events.emit('reset', { isResumed, snapshot: reply.snapshot });
    this.#applyAll(this.#sequencer.release(reply.snapshot.seq));
  }

  #handlePush(frame: PushFrame): void {
    if (frame.type === 'notice') this.#handleNotice(frame);
    else {
      for (const event of eventsIn(frame)) this.#applyAll(this.#sequencer.offer(event));
      this.#watchGap();
    }
  }

  #handleNotice(frame: NoticeFrame): void {
    if (frame.notice === 'sessionReplaced') this.end('session_replaced');
    else if (frame.notice === 'sessionEnded') this.#sessionEnded(frame.data);
    else {
      if (frame.notice === 'standingChanged') this.#room.update((state) => ({ ...state, ...frame.data }));
      this.#events.emit('notice', frame);
    }
  }

  #sessionEnded({ reason, sanction }: NoticeMap['sessionEnded']): void {
    if (reason === 'server_stopping') {
      // It will be back, or another server takes over; this Session will not.
      this.#forgetSession();
      this.#connection.renew(new LiveError('draining'));
    } else if (reason === 'kicked' || reason === 'banned') {
      this.end(reason, new LiveError(reason, { details: sanction }));
    } else this.end(reason);
  }

  #forgetSession(): void {
    this.#credentials = null;
    this.#requests.failAll(new LiveError('session_not_found', { retryable: true }));
  }

  #applyAll(events: readonly RoomEvent[]): void {
    for (const event of events) this.#apply(event);
  }

  #apply(event: RoomEvent): void {
    this.#room.update((state) => applyRoomEvent(state, event));
    this.#events.emit('event', event);
  }

  // Entries come in order over one connection: what stays missing was lost, and a resume fetches it.
  #watchGap(): void {
    if (!this.#sequencer.hasGap) this.#stopWatchingGap();
    else this.#gapTimer ??= setTimeout(() => this.#connection.renew(), gapToleranceMs);
  }

  #stopWatchingGap(): void {
    clearTimeout(this.#gapTimer);
    this.#gapTimer = undefined;
  }
}

function retryable(error: LiveError): LiveError {
  return error.retryable ? error : new LiveError(error.code, { retryable: true, cause: error });
}
