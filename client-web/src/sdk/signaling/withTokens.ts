import type { ReplyFrame, RequestFrame } from '@lianmai/shared';
import { isTokenRefusal, type TokenSource } from '../auth/TokenSource.ts';
import { LiveError } from '../LiveError.ts';
import type { Carrier, CarrierEvents, OpenCarrier } from './Carrier.ts';

/** A source whose tokens are refused so often in a row is not one that this server trusts. */
const maxRefusalsInARow = 3;

/**
 * Makes carriers that come with a token of `tokens`. One that the server refuses is renewed, and the connection is then lost in a way
 * that is worth another attempt: the Session is taken up again, and media never knew.
 */
export function withTokens(tokens: TokenSource, openWith: (token: string) => OpenCarrier): OpenCarrier {
  const refusals = { inARow: 0 };
  return (events, timeoutMs) => new CarrierWithToken({ tokens, openWith, events, timeoutMs, refusals });
}

interface CarrierWithTokenOptions {
  tokens: TokenSource;
  openWith: (token: string) => OpenCarrier;
  events: CarrierEvents;
  timeoutMs: number;
  /** Shared by all carriers of one client. */
  refusals: { inARow: number };
}

class CarrierWithToken implements Carrier {
  readonly #options: CarrierWithTokenOptions;
  #carrier: Carrier | null = null;
  #isClosed = false;

  constructor(options: CarrierWithTokenOptions) {
    this.#options = options;
    void this.#open();
  }

  send(frame: RequestFrame, onReply: (reply: ReplyFrame) => void): void {
    this.#carrier?.send(frame, onReply);
  }

  close(): void {
    this.#isClosed = true;
    this.#carrier?.close();
  }

  async #open(): Promise<void> {
    const { tokens, openWith, events, timeoutMs, refusals } = this.#options;
    let token: string;
    try {
      token = await tokens.token();
    } catch (cause) {
      this.#closed(LiveError.from(cause, 'network'));
      return;
    }
    if (this.#isClosed) return;
    const onOpen = () => {
      refusals.inARow = 0;
      events.onOpen();
    };
    const onClosed = (error: LiveError) => void this.#innerClosed(error, token);
    this.#carrier = openWith(token)({ onOpen, onClosed, onPush: events.onPush }, timeoutMs);
  }

  async #innerClosed(error: LiveError, token: string): Promise<void> {
    if (!isTokenRefusal(error.code)) {
      this.#closed(error);
      return;
    }
    const { tokens, refusals } = this.#options;
    refusals.inARow += 1;
    try {
      const isRenewed = refusals.inARow < maxRefusalsInARow && (await tokens.renew(token));
      this.#closed(isRenewed ? new LiveError(error.code, { retryable: true, cause: error }) : error);
    } catch (cause) {
      this.#closed(LiveError.from(cause, 'network'));
    }
  }

  #closed(error: LiveError): void {
    if (!this.#isClosed) this.#options.events.onClosed(error);
    this.#isClosed = true;
  }
}
