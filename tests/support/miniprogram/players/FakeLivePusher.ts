import type { MediaElement } from './MediaElement.ts';
import { mediaCall } from './mediaCall.ts';
import { PusherProcess } from './PusherProcess.ts';

export interface LivePusherProperties {
  url: string;
  mode: string;
  autopush: boolean;
  muted: boolean;
  enableCamera: boolean;
  enableMic: boolean;
  orientation: string;
  devicePosition: string;
  mirror: boolean;
  beauty: number;
  whiteness: number;
  minBitrate: number;
  maxBitrate: number;
  videoWidth: number;
  videoHeight: number;
}

/** Before it gives up. */
const maxReconnects = 3;
const reconnectAfterMs = 100;

/**
 * WeChat's `<live-pusher>` as far as it can be observed: asks for camera and microphone, takes `rtmp:` only, really publishes (an ffmpeg
 * with a picture of the phone's format and a tone), and tells it by the codes that phones tell: 1003, 1007, 1008, 1001, 1002; after a
 * loss 1102 at each of three attempts, then -1307; 5000 when the mini program goes to the background, and starts by nobody's word but
 * the program's.
 */
export class FakeLivePusher {
  readonly codes: { code: number; atMs: number }[] = [];
  camera: 'front' | 'back' = 'front';
  #pushing: AbortController | null = null;
  #process: PusherProcess | null = null;
  readonly #element: MediaElement<LivePusherProperties>;

  constructor(element: MediaElement<LivePusherProperties>) {
    this.#element = element;
    element.host.livePushers.add(this);
    if (this.properties.autopush) this.#start();
  }

  get properties(): LivePusherProperties {
    return this.#element.properties;
  }

  get lastCode(): number | undefined {
    return this.codes.at(-1)?.code;
  }

  get isPushing(): boolean {
    return this.lastCode === 1002;
  }

  /** What `wx.createLivePusherContext` gives. */
  readonly context = {
    start: mediaCall(() => this.#start()),
    stop: mediaCall(() => this.#stop()),
    pause: mediaCall(() => this.#stop()),
    resume: mediaCall(() => this.#start()),
    switchCamera: mediaCall(() => {
      this.camera = this.camera === 'front' ? 'back' : 'front';
    }),
    startPreview: mediaCall(() => void this.#isAllowed()),
    stopPreview: mediaCall(() => undefined),
    toggleTorch: mediaCall(() => undefined),
    setMicVolume: mediaCall(() => undefined),
    snapshot: mediaCall(() => undefined),
  };

  /** Another address is used from the next start on. */
  update(): void {
    if (this.properties.autopush && this.properties.url && !this.#pushing) this.#start();
  }

  /** The network is lost under it, as when a phone goes into a lift; it will try again. */
  loseNetwork(): void {
    this.#process?.kill();
  }

  /** Its user forbids the camera in the middle of it. */
  loseCamera(): void {
    this.#stop();
    this.#refused(10001, -1301);
  }

  interrupt(): void {
    if (!this.#pushing) return;
    this.#stop();
    this.#tell(5000, 'the mini program is suspended');
  }

  close(): void {
    this.#stop();
    this.#element.host.livePushers.delete(this);
  }

  #start(): void {
    if (this.#pushing || !this.#isAllowed()) return;
    for (const code of [1003, 1007, 1008]) this.#tell(code, 'camera and encoder');
    const pushing = new AbortController();
    this.#pushing = pushing;
    void this.#push(this.properties.url, pushing.signal);
  }

  #stop(): void {
    this.#pushing?.abort();
    this.#pushing = null;
    this.#process?.kill();
  }

  #isAllowed(): boolean {
    const { host } = this.#element;
    if (!host.hasLiveCategory) {
      this.#element.emit('error', { errMsg: 'insertLivePusher:fail access denied', errCode: -1 });
      return false;
    }
    const { enableCamera, enableMic } = this.properties;
    if (enableCamera && !host.asksFor('scope.camera')) return this.#refused(10001, -1301);
    if (enableMic && !host.asksFor('scope.record')) return this.#refused(10002, -1302);
    return true;
  }

  #refused(errCode: number, code: number): false {
    this.#element.emit('error', { errMsg: 'fail auth deny', errCode });
    this.#tell(code, 'it may not be used');
    return false;
  }

  async #push(url: string, stopped: AbortSignal): Promise<void> {
    for (let failures = 0; failures <= maxReconnects; failures += 1) {
      if (failures > 0) {
        this.#tell(1102, 'disconnected, reconnecting');
        await new Promise((resolve) => setTimeout(resolve, reconnectAfterMs));
      }
      if (stopped.aborted) return;
      if (url.startsWith('rtmp://') && (await this.#publish(url, stopped))) failures = 0;
      if (stopped.aborted) return;
    }
    this.#pushing = null;
    this.#tell(-1307, 'gave up reconnecting');
  }

  /** Until it is lost. @returns whether the server took it */
  async #publish(url: string, stopped: AbortSignal): Promise<boolean> {
    const process = new PusherProcess(url, this.properties);
    this.#process = process;
    const isPublished = await process.published;
    if (isPublished && !stopped.aborted) {
      this.#tell(1001, 'connected');
      this.#tell(1002, 'pushing');
    }
    await process.exited;
    return isPublished;
  }

  #tell(code: number, message: string): void {
    this.codes.push({ code, atMs: performance.now() });
    this.#element.emit('statechange', { code, message });
  }
}
