import type { EngineInstance } from '../vendorEngine.ts';
import { HlsStream } from './HlsStream.ts';
import type { MediaElement } from './MediaElement.ts';
import { mediaCall } from './mediaCall.ts';

export interface VideoProperties {
  src: string;
  autoplay: boolean;
  muted: boolean;
  controls: boolean;
  objectFit: string;
  poster: string;
}

/**
 * WeChat's `<video>` for live streams as far as it can be observed: it plays HLS whose segments are MP4 or MPEG-TS of H.264 and AAC, follows the
 * playlist, and tells `loadedmetadata`, `play`, `timeupdate`, `ended`, or `error` for what it does not play, FLV among it.
 */
export class FakeVideo {
  /** The names of what it told. */
  readonly events: string[] = [];
  segmentsPlayed = 0;
  fullScreen: number | null = null;
  readonly #element: MediaElement<VideoProperties>;
  #playing: AbortController | null = null;
  #src = '';

  constructor(element: MediaElement<VideoProperties>) {
    this.#element = element;
    element.host.videos.add(this);
    this.update();
  }

  get properties(): VideoProperties {
    return this.#element.properties;
  }

  get isPlaying(): boolean {
    return this.#playing !== null && this.segmentsPlayed > 0;
  }

  isNamed(id: string, owner: EngineInstance | undefined): boolean {
    return this.#element.isNamed(id, owner);
  }

  /** What `wx.createVideoContext` gives. */
  readonly context = {
    play: mediaCall(() => this.#start()),
    pause: mediaCall(() => this.#pause()),
    stop: mediaCall(() => this.#pause()),
    seek: mediaCall(() => undefined),
    requestFullScreen: mediaCall(({ direction = 0 }: { direction?: number }) => {
      this.fullScreen = direction;
      this.#tell('fullscreenchange', {
        fullScreen: true,
        direction: direction === 0 ? 'vertical' : 'horizontal',
      });
    }),
    exitFullScreen: mediaCall(() => {
      this.fullScreen = null;
      this.#tell('fullscreenchange', { fullScreen: false, direction: 'vertical' });
    }),
  };

  update(): void {
    const { src, autoplay } = this.properties;
    if (src === this.#src) return;
    this.#stop();
    this.#src = src;
    if (src && autoplay) this.#start();
  }

  interrupt(): void {
    this.#pause();
  }

  loseNetwork(): void {
    if (!this.#playing) return;
    this.#stop();
    this.#tell('error', { errMsg: 'MEDIA_ERR_NETWORK' });
  }

  close(): void {
    this.#stop();
    this.#element.host.videos.delete(this);
  }

  #start(): void {
    if (this.#playing || !this.#src) return;
    const playing = new AbortController();
    this.#playing = playing;
    void this.#play(this.#src, playing.signal);
  }

  #pause(): void {
    if (!this.#playing) return;
    this.#stop();
    this.#tell('pause');
  }

  #stop(): void {
    this.#playing?.abort();
    this.#playing = null;
  }

  async #play(src: string, stopped: AbortSignal): Promise<void> {
    try {
      if (!/^https?:.*\.m3u8(\?|$)/u.test(src)) throw new Error('MEDIA_ERR_SRC_NOT_SUPPORTED');
      let currentTime = 0;
      for await (const { durationSeconds } of new HlsStream(src, stopped).segments()) {
        this.segmentsPlayed += 1;
        if (currentTime === 0) this.#tell('loadedmetadata', { width: 0, height: 0, duration: 0 });
        if (currentTime === 0) this.#tell('play');
        currentTime += durationSeconds;
        this.#tell('timeupdate', { currentTime, duration: 0 });
      }
      this.#stop();
      this.#tell('ended');
    } catch (error) {
      if (stopped.aborted) return;
      this.#stop();
      this.#tell('error', { errMsg: (error as Error).message });
    }
  }

  #tell(event: string, detail: object = {}): void {
    this.events.push(event);
    this.#element.emit(event, detail);
  }
}
