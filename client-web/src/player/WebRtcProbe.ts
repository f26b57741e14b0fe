import type { Subscriber } from '../sdk/index.ts';

const lookMs = 400;
// A few pictures may still come out of a path that is about to die.
const enoughFrames = 10;

/** Receives over WebRTC in the background, beside what plays, and tells once when pictures really arrive. */
export class WebRtcProbe {
  readonly #subscriber: Subscriber;
  readonly #onWorks: () => void;
  readonly #timer: ReturnType<typeof setInterval>;
  #isClosed = false;

  constructor(subscriber: Subscriber, onWorks: () => void) {
    this.#subscriber = subscriber;
    this.#onWorks = onWorks;
    subscriber.start();
    this.#timer = setInterval(() => void this.#look(), lookMs);
  }

  /** `isDropped`: stop receiving; otherwise the player takes over what is being received. */
  close(isDropped: boolean): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
    if (isDropped) this.#subscriber.stop();
  }

  async #look(): Promise<void> {
    const { framesDecoded } = await this.#subscriber.progress();
    if (!this.#isClosed && framesDecoded >= enoughFrames) this.#onWorks();
  }
}
