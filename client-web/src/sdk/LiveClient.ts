import type { RequestInput } from '@lianmai/shared';
import { Emitter } from './core/Emitter.ts';
import { type ReadableStore, Store } from './core/Store.ts';
import { DeviceManager } from './devices/DeviceManager.ts';
import type { LiveClientEvents } from './events.ts';
import { Publisher } from './media/Publisher.ts';
import { Subscriber } from './media/Subscriber.ts';
import { RestClient } from './rest/RestClient.ts';
import { emptyRoomState } from './room/applyRoomEvent.ts';
import type {
  ClientState,
  JoinOptions,
  LiveClientOptions,
  PublishCameraOptions,
  PublishMicrophoneOptions,
  PublishVideoOptions,
  RoomState,
} from './types.ts';

const todo = () => new Error('to be written');

/** One person in one room: joins, stays joined through lost connections, publishes and receives. */
export class LiveClient {
  readonly rest: RestClient;
  readonly devices = new DeviceManager();
  readonly publisher = new Publisher();
  readonly subscriber = new Subscriber();
  readonly #events = new Emitter<LiveClientEvents>();
  readonly #state = new Store<ClientState>({ phase: 'idle' });
  readonly #room = new Store<RoomState>(emptyRoomState);

  constructor(options: LiveClientOptions) {
    this.rest = new RestClient(options);
  }

  get state(): ReadableStore<ClientState> {
    return this.#state;
  }

  get room(): ReadableStore<RoomState> {
    return this.#room;
  }

  on<E extends keyof LiveClientEvents>(event: E, listener: (payload: LiveClientEvents[E]) => void): () => void {
    return this.#events.on(event, listener);
  }

  /**
   * Resolves once in the room. While the server cannot be reached it goes on trying (state `connecting`); rejects with what the
   * server refuses for good (`room_not_found`, `token_expired`, ...) or `aborted` by `leave()`.
   */
  async join(_roomId: string, _options: JoinOptions = {}): Promise<RoomState> {
    throw todo();
  }

  async startShow(_options: { title?: string } = {}): Promise<{ showId: string }> {
    throw todo();
  }

  async endShow(): Promise<void> {
    throw todo();
  }

  async publishCamera(_options: PublishCameraOptions = {}): Promise<void> {
    throw todo();
  }

  async publishMicrophone(_options: PublishMicrophoneOptions = {}): Promise<void> {
    throw todo();
  }

  /** Asks the user what to share, and shares its sound where there is one. */
  async publishScreen(_options: PublishVideoOptions = {}): Promise<void> {
    throw todo();
  }

  /** Screen and screen sound off the air. */
  async unpublishScreen(): Promise<void> {
    throw todo();
  }

  /** Tells the server how playback goes; dropped while not joined. */
  reportPlayback(_report: RequestInput<'reportPlayback'>): void {}

  /** Leaves the room and stops every track that was published. The client can join again. */
  async leave(): Promise<void> {
    throw todo();
  }

  /** Plain figures of everything, for a debug view and for tests. */
  async getDebugStats(): Promise<Record<string, unknown>> {
    return {};
  }
}
