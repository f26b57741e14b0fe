import { Emitter } from '../sdk/core/Emitter.ts';
import { type ReadableStore, Store } from '../sdk/core/Store.ts';
import type { LiveClient, QualityChoice } from '../sdk/index.ts';
import type { PlaybackEvents, PlaybackState, ProtocolChoice } from './types.ts';

export interface PlaybackLadderOptions {
  /** Joined or joining; where its signalling fails, REST alone does for FLV and HLS. */
  client: LiveClient;
  roomId: string;
  video: HTMLVideoElement;
  protocol?: ProtocolChoice;
  quality?: QualityChoice;
}

/** Keeps one room playing in one `<video>`, over the best protocol that works. */
export class PlaybackLadder {
  readonly #events = new Emitter<PlaybackEvents>();
  readonly #state: Store<PlaybackState>;

  constructor(options: PlaybackLadderOptions) {
    this.#state = new Store<PlaybackState>({
      phase: 'idle',
      protocol: null,
      choice: options.protocol ?? 'auto',
      quality: options.quality ?? 'auto',
      available: [],
      isSoundBlocked: false,
      firstFrameMs: null,
      stats: null,
    });
  }

  get state(): ReadableStore<PlaybackState> {
    return this.#state;
  }

  on<E extends keyof PlaybackEvents>(event: E, listener: (payload: PlaybackEvents[E]) => void): () => void {
    return this.#events.on(event, listener);
  }

  start(): void {}

  /** `auto`, or one protocol that is then kept whatever happens. */
  setProtocol(_choice: ProtocolChoice): void {}

  /** Over WebRTC only; the other protocols have one quality. */
  setQuality(_choice: QualityChoice): void {}

  /** Sound on; call it from a click or tap. */
  async unmute(): Promise<void> {}

  stop(): void {}

  async getDebugStats(): Promise<Record<string, unknown>> {
    return {};
  }
}
