import type { EngineInstance } from '../vendorEngine.ts';
import { FirstPicture } from './FirstPicture.ts';
import { type FlvTag, flvTags } from './flvTags.ts';
import type { MediaElement } from './MediaElement.ts';
import { mediaCall } from './mediaCall.ts';

export interface LivePlayerProperties {
  src: string;
  mode: string;
  autoplay: boolean;
  muted: boolean;
  orientation: string;
  objectFit: string;
  minCache: number;
  maxCache: number;
}

/** Before it gives up. */
const maxReconnects = 3;
const reconnectAfterMs = 50;

/**
 * WeChat's `<live-player>` as far as it can be observed: it fetches its `src`, is satisfied with FLV of H.264 and AAC only, and tells it
 * by the codes that phones tell: 2001, 2002, 2003, 2004; after a loss 2103 at each of three attempts, then -2301.
 */
export class FakeLivePlayer {
  /** Everything that it told, with the time. */
  readonly codes: { code: number; atMs: number }[] = [];
  /** How often it was started, by its program or by itself after a loss. */
  connections = 0;
  /** Full screen as the program asked for it: degrees, or null. */
  fullScreen: number | null = null;
  picturesSeen = 0;
  readonly #element: MediaElement<LivePlayerProperties>;
  #playing: AbortController | null = null;
  #connection: AbortController | null = null;
  #src = '';

  constructor(element: MediaElement<LivePlayerProperties>) {
    this.#element = element;
    element.host.livePlayers.add(this);
    this.update();
  }

  get properties(): LivePlayerProperties {
    return this.#element.properties;
  }

  get isPlaying(): boolean {
    return this.lastCode === 2004;
  }

  get lastCode(): number | undefined {
    return this.codes.at(-1)?.code;
  }

  isNamed(id: string, owner: EngineInstance | undefined): boolean {
    return this.#element.isNamed(id, owner);
  }

  /** What `wx.createLivePlayerContext` gives. */
  readonly context = {
    play: mediaCall(() => this.#playing ?? this.#start()),
    stop: mediaCall(() => this.#stop()),
    pause: mediaCall(() => this.#stop()),
    resume: mediaCall(() => this.#start()),
    mute: mediaCall(() => undefined),
    requestFullScreen: mediaCall(({ direction = 0 }: { direction?: number }) => {
      this.fullScreen = direction;
      this.#element.emit('fullscreenchange', { direction, fullScreen: true });
    }),
    exitFullScreen: mediaCall(() => {
      this.fullScreen = null;
      this.#element.emit('fullscreenchange', { direction: 0, fullScreen: false });
    }),
  };

  /** Its WXML binds something else. */
  update(): void {
    const { src, autoplay } = this.properties;
    if (src === this.#src) return;
    const wasPlaying = this.#playing !== null;
    this.#stop();
    this.#src = src;
    if (src && (autoplay || wasPlaying)) this.#start();
  }

  /** The host goes to the background: nothing arrives any more. */
  interrupt(): void {
    if (!this.#playing) return;
    this.#stop();
    this.#element.host.onceShown(() => this.#start());
  }

  /** Its connection breaks; it tries again by itself. */
  loseNetwork(): void {
    this.#connection?.abort();
  }

  close(): void {
    this.#stop();
    this.#element.host.livePlayers.delete(this);
  }

  #start(): void {
    this.#stop();
    if (!this.#src) return;
    if (!this.#element.host.hasLiveCategory) {
      this.#element.emit('error', { errMsg: 'insertLivePlayer:fail access denied', errCode: -1 });
      return;
    }
    const playing = new AbortController();
    this.#playing = playing;
    void this.#play(this.#src, playing.signal);
  }

  #stop(): void {
    this.#playing?.abort();
    this.#playing = null;
  }

  async #play(src: string, stopped: AbortSignal): Promise<void> {
    let failures = 0;
    while (failures <= maxReconnects) {
      try {
        if (await this.#connect(src, stopped)) failures = 0;
      } catch (error) {
        if (!stopped.aborted) this.#tell(3005, (error as Error).message);
      }
      if (stopped.aborted) return;
      failures += 1;
      if (failures > maxReconnects) break;
      this.#tell(2103, 'network disconnected, reconnecting');
      await new Promise((resolve) => setTimeout(resolve, reconnectAfterMs));
      if (stopped.aborted) return;
    }
    this.#playing = null;
    this.#tell(-2301, 'gave up reconnecting');
  }

  /** @returns whether anything was shown before it ended */
  async #connect(src: string, stopped: AbortSignal): Promise<boolean> {
    if (!/^https?:.*\.flv(\?|$)/u.test(src)) throw new Error('only flv and rtmp are played');
    if (this.#element.host.isOffline) throw new Error('no network');
    this.connections += 1;
    this.#connection = new AbortController();
    const signal = AbortSignal.any([stopped, this.#connection.signal]);
    const response = await fetch(src, { signal });
    if (response.status !== 200 || !response.body) throw new Error(`HTTP ${response.status}`);
    this.#tell(2001, 'connected');
    return this.#show(flvTags(response.body));
  }

  async #show(tags: AsyncIterable<FlvTag>): Promise<boolean> {
    const picture = new FirstPicture();
    let isFirst = true;
    let wasShown = false;
    for await (const tag of tags) {
      if (isFirst) this.#tell(2002, 'start pulling');
      isFirst = false;
      picture.take(tag);
      if (tag.type === 'video' && picture.isShown) this.picturesSeen += 1;
      if (wasShown || !picture.isShown) continue;
      wasShown = true;
      this.#tell(2003, 'first IDR frame');
      this.#tell(2004, 'playing');
      this.#element.emit('netstatus', {
        info: { videoWidth: picture.size?.width, videoHeight: picture.size?.height },
      });
    }
    return wasShown;
  }

  #tell(code: number, message: string): void {
    this.codes.push({ code, atMs: performance.now() });
    this.#element.emit('statechange', { code, message });
  }
}
