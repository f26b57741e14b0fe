import type {
  BackstageView,
  NoticeFrame,
  RequestInput,
  RoomEvent,
  SeatView,
  StageVitals,
} from '@lianmai/shared';
import { AudienceClient } from './audience/AudienceClient.ts';
import { ChatClient } from './chat/ChatClient.ts';
import { Emitter } from './core/Emitter.ts';
import { onNetworkReturn } from './core/onNetworkReturn.ts';
import { type ReadableStore, Store } from './core/Store.ts';
import { DeviceManager } from './devices/DeviceManager.ts';
import type { LiveClientEvents } from './events.ts';
import { GiftsClient } from './gifts/GiftsClient.ts';
import { LiveError } from './LiveError.ts';
import { LikesClient } from './likes/LikesClient.ts';
import { MediaSession } from './media/MediaSession.ts';
import type { MediaSignaling } from './media/MediaSignaling.ts';
import type { Publisher } from './media/Publisher.ts';
import type { Subscriber } from './media/Subscriber.ts';
import { ModerationClient } from './moderation/ModerationClient.ts';
import { RestClient } from './rest/RestClient.ts';
import { emptyRoomState } from './room/applyRoomEvent.ts';
import type { RoomFeature } from './room/RoomFeature.ts';
import { RoomSession } from './room/RoomSession.ts';
import type { OpenCarrier } from './signaling/Carrier.ts';
import type { ConnectionState } from './signaling/SignalingConnection.ts';
import { socketIoCarrier } from './signaling/SocketIoCarrier.ts';
import { PkClient } from './stage/PkClient.ts';
import { StageClient } from './stage/StageClient.ts';
import { StageFeed } from './stage/StageFeed.ts';
import type {
  ClientState,
  EndReason,
  JoinOptions,
  LiveClientOptions,
  PublishCameraOptions,
  PublishMicrophoneOptions,
  PublishVideoOptions,
  RoomState,
} from './types.ts';

/**
 * One person in one room: joins, stays joined through lost connections, publishes and receives. Between `leave()` and the next
 * `join()` it holds nothing open.
 */
export class LiveClient {
  readonly rest: RestClient;
  readonly devices = new DeviceManager();
  readonly stage: StageClient;
  readonly pk: PkClient;
  readonly moderation: ModerationClient;
  readonly chat: ChatClient;
  readonly gifts: GiftsClient;
  readonly likes: LikesClient;
  readonly audience: AudienceClient;
  /** All of them hear what the room says. */
  readonly #features: readonly RoomFeature[];
  readonly #openCarrier: OpenCarrier;
  readonly #signaling: MediaSignaling = {
    request: async (type, fields) => await this.#inRoom().request(type, fields),
  };
  readonly #events = new Emitter<LiveClientEvents>();
  readonly #state = new Store<ClientState>({ phase: 'idle' });
  readonly #room = new Store<RoomState>(emptyRoomState);
  readonly #stageFeed = new StageFeed({
    onSeatChanged: (seat) => this.#media.seatChanged(seat),
    onSeatLost: () => this.#media.seatLost(),
  });
  #session: RoomSession | null = null;
  #media: MediaSession;
  #isMediaUsed = false;
  #stopListening: () => void = () => undefined;

  constructor(options: LiveClientOptions, openCarrier: OpenCarrier = socketIoCarrier(options)) {
    this.rest = new RestClient(options);
    this.#openCarrier = openCarrier;
    this.stage = new StageClient(this.#signaling);
    this.pk = new PkClient(this.#signaling);
    this.moderation = new ModerationClient(this.#signaling);
    this.chat = new ChatClient(this.#signaling);
    this.gifts = new GiftsClient(this.#signaling);
    this.likes = new LikesClient(this.#signaling);
    this.audience = new AudienceClient(this.#signaling);
    this.#features = [this.chat, this.gifts, this.likes, this.audience];
    this.#media = this.#createMedia();
  }

  get state(): ReadableStore<ClientState> {
    return this.#state;
  }

  /** The room as of the last entry of its log; kept after the end, for the screen that says so. */
  get room(): ReadableStore<RoomState> {
    return this.#room;
  }

  /** What of the stage is not for the public, as far as it concerns us: applications, invitations, the green room. */
  get backstage(): ReadableStore<BackstageView> {
    return this.#stageFeed.backstage;
  }

  /** Who speaks and how well their media arrives. */
  get vitals(): ReadableStore<StageVitals> {
    return this.#stageFeed.vitals;
  }

  /** The seat of this Session; null: not on stage (an anchor's Sessions never have one here: seat 0 is theirs by role). */
  get mySeat(): ReadableStore<SeatView | null> {
    return this.#stageFeed.mySeat;
  }

  /** Of the present stay in the room: another one after `leave()` and a new `join()`. */
  get publisher(): Publisher {
    return this.#media.publisher;
  }

  /** Of the present stay in the room: another one after `leave()` and a new `join()`. */
  get subscriber(): Subscriber {
    return this.#media.subscriber;
  }

  on<E extends keyof LiveClientEvents>(
    event: E,
    listener: (payload: LiveClientEvents[E]) => void,
  ): () => void {
    return this.#events.on(event, listener);
  }

  /**
   * Resolves once in the room. While the server cannot be reached it goes on trying (state `connecting`); rejects with what the
   * server refuses for good (`room_not_found`, `token_expired`, ...) or `aborted` by `leave()`.
   */
  async join(roomId: string, { as = 'viewer', autoSubscribe = true }: JoinOptions = {}): Promise<RoomState> {
    if (this.#session) throw new LiveError('already_joined');
    const session = new RoomSession({ openCarrier: this.#openCarrier, roomId, as });
    this.#session = session;
    if (this.#isMediaUsed) this.#media = this.#createMedia();
    this.#isMediaUsed = true;
    if (autoSubscribe) this.#media.subscriber.start();
    this.#enter({ phase: 'connecting', roomId });
    const joined = this.#follow(session, roomId);
    session.start();
    return await joined;
  }

  async startShow(options: { title?: string } = {}): Promise<{ showId: string }> {
    return await this.#inRoom().request('startShow', options);
  }

  async endShow(): Promise<void> {
    await this.#inRoom().request('endShow', {});
  }

  async publishCamera({ track, deviceId, ...options }: PublishCameraOptions = {}): Promise<void> {
    this.#inRoom();
    await this.publisher.publish('camera', track ?? (await this.devices.openCamera({ deviceId })), options);
  }

  async publishMicrophone({ track, deviceId }: PublishMicrophoneOptions = {}): Promise<void> {
    this.#inRoom();
    await this.publisher.publish('microphone', track ?? (await this.devices.openMicrophone({ deviceId })));
  }

  /** Asks the user what to share, and shares its sound where there is one. */
  async publishScreen(options: PublishVideoOptions = {}): Promise<void> {
    this.#inRoom();
    const { video, audio } = await this.devices.openScreen();
    await Promise.all([
      this.publisher.publish('screen', video, options),
      audio && this.publisher.publish('screenAudio', audio),
    ]);
  }

  /** Screen and screen sound off the air. */
  async unpublishScreen(): Promise<void> {
    await Promise.all([this.publisher.unpublish('screen'), this.publisher.unpublish('screenAudio')]);
  }

  /** Tells the server how playback goes; dropped while not joined. */
  reportPlayback(report: RequestInput<'reportPlayback'>): void {
    if (this.#state.getSnapshot().phase !== 'joined') return;
    this.#session?.request('reportPlayback', report).catch(() => undefined);
  }

  /** Leaves the room and stops every track that was published. The client can join again. */
  async leave(): Promise<void> {
    const session = this.#session;
    if (!session) return;
    const isJoined = this.#state.getSnapshot().phase === 'joined';
    // Said properly the seat is free at once; a server that does not answer finds out by itself.
    if (isJoined) await Promise.race([session.request('leave', {}), patience()]).catch(() => undefined);
    session.end('left');
  }

  /** Who we are has another name, picture or rights now: the connection is made anew under it. Media goes on. */
  identityChanged(): void {
    this.#session?.identityChanged();
  }

  /** Plain figures of everything, for a debug view and for tests. */
  async getDebugStats(): Promise<Record<string, unknown>> {
    const [published, played] = await Promise.all([this.publisher.stats(), this.subscriber.stats()]);
    const progress = await this.subscriber.progress();
    return {
      state: this.#state.getSnapshot(),
      room: this.#room.getSnapshot(),
      media: this.#media.debug,
      published,
      played,
      progress,
    };
  }

  #follow(session: RoomSession, roomId: string): Promise<RoomState> {
    this.#stopListening = onNetworkReturn(() => {
      session.networkReturned();
      this.#media.networkReturned();
    });
    session.room.subscribe(() => {
      this.#room.set(session.room.getSnapshot());
      this.#stageFeed.roomChanged(session.room.getSnapshot(), session.sessionId);
    });
    session.on('connection', (state) => this.#connectionChanged(roomId, state));
    session.on('notice', (frame) => this.#handleNotice(frame));
    session.on('reset', ({ isResumed, snapshot }) => {
      for (const feature of this.#features) feature.restart(snapshot);
      this.#events.emit('roomReset', { isResumed });
    });
    session.on('event', (event) => {
      for (const feature of this.#features) feature.follow(event);
      this.#events.emit(event.type, event as never);
      this.#events.emit('roomEvent', event);
      if (changesPublications(event)) this.#media.sync();
    });
    const joined = Promise.withResolvers<RoomState>();
    session.on('joined', ({ reply, isResumed }) => {
      this.#stageFeed.setBackstage(reply.backstage);
      this.#media.joined(reply, isResumed);
      const isStartedOver = !isResumed || reply.missed === null;
      for (const feature of this.#features) feature.joined?.(isStartedOver);
      this.#enter({ phase: 'joined', roomId, sessionId: reply.sessionId });
      joined.resolve(session.room.getSnapshot());
    });
    session.on('ended', ({ reason, error }) => {
      this.#ended(roomId, reason, error);
      joined.reject(error ?? new LiveError('aborted'));
    });
    return joined.promise;
  }

  #connectionChanged(roomId: string, connection: ConnectionState): void {
    if (connection.phase !== 'opening' && connection.phase !== 'pausing') return;
    const { phase } = this.#state.getSnapshot();
    if (phase !== 'joined' && phase !== 'reconnecting') return;
    this.#stageFeed.forgetVitals();
    const { attempt, sinceMs } = connection;
    this.#enter({ phase: 'reconnecting', roomId, attempt, sinceMs });
  }

  #handleNotice(frame: NoticeFrame): void {
    switch (frame.notice) {
      case 'backstageChanged':
        this.#stageFeed.setBackstage(frame.data.backstage);
        this.#media.sync();
        break;
      case 'stageVitals':
        this.#stageFeed.setVitals(frame.data);
        break;
      case 'draining':
      case 'applicationAnswered':
      case 'unmuteAsked':
      case 'pkAnswered':
      case 'standingChanged':
      case 'reportsChanged':
        this.#events.emit(frame.notice, frame.data);
        break;
      default:
        this.#media.handleNotice(frame);
    }
  }

  #ended(roomId: string, reason: EndReason, error: LiveError | null): void {
    this.#stopListening();
    this.#session = null;
    this.#media.close();
    this.#stageFeed.clear();
    for (const feature of this.#features) feature.clear?.();
    this.#enter({ phase: 'ended', roomId, reason, error });
  }

  #createMedia(): MediaSession {
    return new MediaSession({
      signaling: this.#signaling,
      room: () => this.#room.getSnapshot(),
      previews: () => this.backstage.getSnapshot().previews,
      sessionId: () => this.#session?.sessionId ?? null,
      emit: (event, payload) => this.#events.emit(event, payload),
    });
  }

  #inRoom(): RoomSession {
    if (!this.#session) throw new LiveError('not_joined');
    return this.#session;
  }

  #enter(state: ClientState): void {
    this.#state.set(state);
    this.#events.emit('stateChanged', state);
  }
}

function changesPublications({ type }: RoomEvent): boolean {
  return type.startsWith('track') || type === 'seatsChanged' || type === 'showEnded' || type === 'pkEnded';
}

function patience(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1500));
}
