import { LiveError } from '../sdk/index.ts';

/** Where a stream plays; `null`: for ever. */
export interface SignedUrl {
  url: string;
  expiresAtMs: number | null;
}

export interface StreamAddressOptions {
  /** Asks the server: every answer is signed anew. */
  ask: () => Promise<SignedUrl>;
  /** On the server's clock, which `expiresAtMs` is on. */
  serverNowMs: () => number;
}

/** Part of its time after which an address is asked for again. */
const renewAfter = 0.8;
const leastWaitMs = 1000;
const retryMs = 5000;
const signedPath = /\/live\/t\/([^/]+)\//;

/** The address beside a signed one that does not expire: without the token. */
export function plainAddress(signed: string): string {
  return signed.replace(signedPath, '/live/');
}

/**
 * A stream's address for as long as somebody plays it: renewed before it expires. The token stands in the path and everything else
 * stays, so that a player goes on with `current` of whatever it was about to fetch.
 */
export class StreamAddress {
  readonly #options: StreamAddressOptions;
  #token: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(options: StreamAddressOptions) {
    this.#options = options;
  }

  /** The address to begin with. Rejects with the server's `LiveError`. */
  async open(): Promise<string> {
    return (await this.#ask()).url;
  }

  /** The same file by the newest address. */
  current(url: string): string {
    return this.#token === null ? url : url.replace(signedPath, `/live/t/${this.#token}/`);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  async #ask(): Promise<SignedUrl> {
    const signed = await this.#options.ask();
    this.#token = signedPath.exec(signed.url)?.[1] ?? null;
    if (signed.expiresAtMs !== null) {
      const leftMs = signed.expiresAtMs - this.#options.serverNowMs();
      this.#renewIn(Math.max(leftMs * renewAfter, leastWaitMs));
    }
    return signed;
  }

  #renewIn(ms: number): void {
    if (this.#isClosed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#renew(), ms);
  }

  async #renew(): Promise<void> {
    try {
      await this.#ask();
    } catch (cause) {
      // Who may not watch any more hears it from the stream itself, and the ladder then from the room.
      if (LiveError.from(cause).retryable) this.#renewIn(retryMs);
    }
  }
}
