import { Emitter } from '../sdk/core/Emitter.ts';
import { onNetworkReturn } from '../sdk/core/onNetworkReturn.ts';
import { type ReadableStore, Store } from '../sdk/core/Store.ts';
import { type LiveClient, LiveError, type PlaybackStats, type QualityChoice } from '../sdk/index.ts';
import { supportedProtocols } from './browserSupport.ts';
import { createDriver } from './createDriver.ts';
import { stepLadder } from './ladder.ts';
import { initialLadder, type LadderCommand, type LadderEvent, type LadderState } from './ladderState.ts';
import { PlaybackReporter } from './PlaybackReporter.ts';
import { type RoomFacts, RoomWatch } from './RoomWatch.ts';
import type {
  DriverEvents,
  LadderProtocol,
  PlaybackEvents,
  PlaybackState,
  PlayerDriver,
  ProtocolChoice,
} from './types.ts';
import { WebRtcProbe } from './WebRtcProbe.ts';

export interface PlaybackLadderOptions {
  /** Joined or joining; where its signalling fails, REST alone does for FLV and HLS. */
  client: LiveClient;
  roomId: string;
  video: HTMLVideoElement;
  protocol?: ProtocolChoice;
  quality?: QualityChoice;
}

const tickMs = 250;
const statsEveryMs = 1000;

/**
 * Keeps one room playing in one `<video>` over the best protocol that works: down a rung when the picture does not move in time, up
 * again when a probe of WebRTC in the background succeeds. `stepLadder` decides, this carries out.
 */
export class PlaybackLadder {
  readonly #options: PlaybackLadderOptions;
  readonly #events = new Emitter<PlaybackEvents>();
  readonly #state: Store<PlaybackState>;
  readonly #room: RoomWatch;
  readonly #reporter: PlaybackReporter;
  #ladder: LadderState;
  #driver: PlayerDriver | null = null;
  #probe: WebRtcProbe | null = null;
  #stops: (() => void)[] = [];
  #waitingSinceMs = 0;
  #wasOffAir = false;
  #isRunning = false;

  constructor(options: PlaybackLadderOptions) {
    const { client, roomId, protocol = 'auto', quality = 'auto' } = options;
    this.#options = options;
    this.#ladder = initialLadder(protocol, Date.now());
    this.#room = new RoomWatch(client, roomId, (facts) => this.#factsChanged(facts));
    this.#reporter = new PlaybackReporter((report) => client.reportPlayback(report));
    this.#state = new Store<PlaybackState>({
      phase: 'idle',
      protocol: null,
      choice: protocol,
      isHeld: false,
      quality,
      available: [],
      isSoundBlocked: false,
      layout: null,
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

  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#waitingSinceMs = performance.now();
    this.#options.client.subscriber.setQuality(this.#state.getSnapshot().quality);
    const tick = setInterval(() => this.#step({ type: 'tick' }), tickMs);
    const stats = setInterval(() => void this.#refreshStats(), statsEveryMs);
    this.#stops.push(
      () => clearInterval(tick),
      () => clearInterval(stats),
      onNetworkReturn(() => this.#step({ type: 'networkReturned' })),
      () => this.#room.stop(),
      this.#options.client.mySeat.subscribe(() => this.#holdOnStage()),
    );
    this.#step({ type: 'available', protocols: supportedProtocols() });
    this.#holdOnStage();
    this.#room.start();
  }

  /** `auto`, or one protocol that is then kept whatever happens. */
  setProtocol(choice: ProtocolChoice): void {
    this.#step({ type: 'choose', choice });
  }

  /**
   * One protocol in place of the choice until `hold(null)`. The ladder itself holds WebRTC while this Session is on a seat: who talks with
   * the others has to see and hear them without delay.
   */
  hold(protocol: LadderProtocol | null): void {
    this.#step({ type: 'hold', protocol });
  }

  /** Over WebRTC only; the other protocols have one quality. */
  setQuality(quality: QualityChoice): void {
    this.#options.client.subscriber.setQuality(quality);
    this.#state.update((state) => ({ ...state, quality }));
  }

  /** Sound on; call it from a click or tap. */
  async unmute(): Promise<void> {
    const { video } = this.#options;
    video.muted = false;
    this.#state.update((state) => ({ ...state, isSoundBlocked: false }));
    await Promise.all([video.play().catch(() => undefined), this.#driver?.unblockSound?.()]);
  }

  /** Final: a ladder is started once. Frees the element. */
  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#isRunning = false;
    this.#endProbe(true);
    this.#stopDriver();
    this.#state.update((state) => ({ ...state, phase: 'idle', protocol: null, stats: null, layout: null }));
  }

  async getDebugStats(): Promise<Record<string, unknown>> {
    return { ladder: this.#ladder, state: this.#state.getSnapshot(), stats: await this.#driver?.stats() };
  }

  #holdOnStage(): void {
    this.hold(this.#options.client.mySeat.getSnapshot() ? 'webrtc' : null);
  }

  #factsChanged({ isOnAir, isAnchorAway }: RoomFacts): void {
    // Whoever came before the show has not been waiting for a picture yet.
    if (!isOnAir) this.#wasOffAir = true;
    else if (this.#wasOffAir && !this.#ladder.isOnAir) this.#waitingSinceMs = performance.now();
    if (!isOnAir && this.#ladder.isOnAir) this.#events.emit('ended', {});
    this.#step({ type: 'onAir', isOnAir });
    if (isAnchorAway !== this.#ladder.isAnchorAway) this.#step({ type: 'anchorAway', isAway: isAnchorAway });
  }

  #step(event: LadderEvent): void {
    const { state, commands } = stepLadder(this.#ladder, event, Date.now());
    const before = this.#ladder;
    this.#ladder = state;
    for (const command of commands) this.#carryOut(command, before.protocol);
    if (this.#isRunning && state !== before) this.#show();
  }

  #carryOut(command: LadderCommand, from: LadderProtocol | null): void {
    switch (command.type) {
      case 'play':
        this.#play(command.protocol, from);
        break;
      case 'promote':
        this.#endProbe(false);
        this.#play('webrtc', from);
        break;
      case 'stop':
        this.#stopDriver();
        break;
      case 'startProbe':
        this.#probe = new WebRtcProbe(this.#options.client.subscriber, () =>
          this.#step({ type: 'probeWorked' }),
        );
        break;
      case 'stopProbe':
        this.#endProbe(true);
    }
  }

  #play(protocol: LadderProtocol, from: LadderProtocol | null): void {
    this.#stopDriver();
    const { client, roomId, video } = this.#options;
    // Whoever joined with `autoSubscribe` receives WebRTC already.
    if (protocol !== 'webrtc' && !this.#probe) client.subscriber.stop();
    const driver = createDriver(protocol, client, roomId);
    this.#driver = driver;
    driver.start(video, this.#driverEvents(driver));
    if (protocol !== from) this.#events.emit('switched', { from, to: protocol });
  }

  /** A driver that was replaced while something was on its way is not heard any more. */
  #driverEvents(driver: PlayerDriver): DriverEvents {
    const step = (event: LadderEvent) => {
      if (this.#driver === driver) this.#step(event);
    };
    return {
      onPlaying: () => {
        if (this.#driver === driver) this.#noteFirstFrame(driver.protocol);
        step({ type: 'playing' });
      },
      onStalled: () => step({ type: 'stalled' }),
      onIdle: () => step({ type: 'idle' }),
      onEnded: () => step({ type: 'sourceEnded' }),
      onError: (error) => {
        this.#events.emit('error', LiveError.from(error));
        step({ type: 'failed' });
      },
      onLayout: (layout) => {
        if (this.#driver === driver) this.#state.update((state) => ({ ...state, layout }));
      },
      onSoundBlocked: () => {
        this.#state.update((state) => ({ ...state, isSoundBlocked: true }));
        this.#events.emit('soundBlocked', {});
      },
    };
  }

  #noteFirstFrame(protocol: LadderProtocol): void {
    if (this.#state.getSnapshot().firstFrameMs !== null) return;
    const firstFrameMs = Math.round(performance.now() - this.#waitingSinceMs);
    this.#state.update((state) => ({ ...state, firstFrameMs }));
    this.#reporter.firstFrame(protocol, firstFrameMs);
  }

  #stopDriver(): void {
    const driver = this.#driver;
    this.#driver = null;
    driver?.stop();
    if (driver) this.#state.update((state) => (state.layout ? { ...state, layout: null } : state));
  }

  #endProbe(isDropped: boolean): void {
    this.#probe?.close(isDropped);
    this.#probe = null;
  }

  async #refreshStats(): Promise<void> {
    const stats: PlaybackStats | null = (await this.#driver?.stats().catch(() => null)) ?? null;
    if (!this.#isRunning) return;
    const isPlaying = this.#ladder.phase === 'playing' || this.#ladder.phase === 'stalled';
    this.#state.update((state) => ({ ...state, stats: isPlaying ? stats : null }));
    if (stats && isPlaying) this.#reporter.sample(stats);
  }

  #show(): void {
    const { phase, protocol, choice, held, available } = this.#ladder;
    const isHeld = held !== null;
    const now = this.#state.getSnapshot();
    if (
      now.phase === phase &&
      now.protocol === protocol &&
      now.choice === choice &&
      now.isHeld === isHeld &&
      now.available === available
    )
      return;
    this.#state.set({ ...now, phase, protocol, choice, isHeld, available });
  }
}
