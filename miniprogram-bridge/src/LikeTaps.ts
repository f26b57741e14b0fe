/** Longer than this nobody's taps wait. */
const batchMs = 1000;
const mostInOne = 200;

/** Sums taps up, so that a second of tapping is one request. */
export class LikeTaps {
  readonly #send: (count: number) => Promise<unknown>;
  #count = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (count: number) => Promise<unknown>) {
    this.#send = send;
  }

  tap(count: number): void {
    this.#count += count;
    this.#timer ??= setTimeout(() => this.#flush(), batchMs);
  }

  /** What has not been sent is dropped. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#count = 0;
  }

  #flush(): void {
    const count = Math.min(this.#count, mostInOne);
    this.close();
    // A like that did not arrive is not worth an error.
    if (count > 0) this.#send(count).catch(() => undefined);
  }
}
