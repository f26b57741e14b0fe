import type { PushFrame, ReplyFrame, RequestFrame } from '@lianmai/shared';
import { LiveError } from '../LiveError.ts';
import type { Carrier, OpenCarrier } from './Carrier.ts';
import { attemptTimeoutMs, type ReconnectPolicy } from './reconnectPolicy.ts';

export type ConnectionState =
  | { phase: 'closed' }
  | { phase: 'opening'; attempt: number; sinceMs: number }
  /** `attempt` counts on until `settle()`: a server that accepts connections and refuses joins is not hammered. */
  | { phase: 'open'; attempt: number; sinceMs: number }
  | { phase: 'pausing'; attempt: number; sinceMs: number };

export interface SignalingConnectionOptions {
  openCarrier: OpenCarrier;
  policy: ReconnectPolicy;
  onState: (state: ConnectionState) => void;
  onOpen: () => void;
  onPush: (frame: PushFrame) => void;
  /** Refused for good, or the policy gave up; the connection is closed. */
  onFailed: (error: LiveError) => void;
}

/** Keeps one connection to the server open: opens it again by the policy whenever it is lost, until `close()`. */
export class SignalingConnection {
  readonly #options: SignalingConnectionOptions;
  #state: ConnectionState = { phase: 'closed' };
  #carrier: Carrier | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #usualConnectMs: number | null = null;

  constructor(options: SignalingConnectionOptions) {
    this.#options = options;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  open(): void {
    if (this.#state.phase === 'closed') this.#attempt(0, Date.now());
  }

  send(frame: RequestFrame, onReply: (reply: ReplyFrame) => void): void {
    this.#carrier?.send(frame, onReply);
  }

  /** The connection serves its purpose: the next loss is a new outage. */
  settle(): void {
    if (this.#state.phase === 'open') this.#state = { ...this.#state, attempt: 0 };
  }

  /** The other side fell silent, or asked for it: a new connection in place of this one. */
  renew(error: LiveError = new LiveError('network')): void {
    if (this.#state.phase === 'closed' || this.#state.phase === 'pausing') return;
    this.#dropCarrier();
    this.#lost(error);
  }

  /** Something says that the network is back: do not wait out the pause. */
  hurry(): void {
    if (this.#state.phase !== 'pausing') return;
    clearTimeout(this.#timer);
    this.#attempt(this.#state.attempt, this.#state.sinceMs);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#dropCarrier();
    this.#enter({ phase: 'closed' });
  }

  #attempt(attempt: number, sinceMs: number): void {
    const startedMs = Date.now();
    this.#enter({ phase: 'opening', attempt, sinceMs });
    const timeoutMs = attemptTimeoutMs(startedMs - sinceMs, this.#usualConnectMs);
    this.#carrier = this.#options.openCarrier(
      {
        onOpen: () => this.#opened(Date.now() - startedMs, attempt, sinceMs),
        onClosed: (error) => {
          this.#carrier = null;
          this.#lost(error);
        },
        onPush: this.#options.onPush,
      },
      timeoutMs,
    );
  }

  #opened(tookMs: number, attempt: number, sinceMs: number): void {
    this.#usualConnectMs = Math.max(tookMs, this.#usualConnectMs ?? 0);
    this.#enter({ phase: 'open', attempt: attempt + 1, sinceMs });
    this.#options.onOpen();
  }

  #lost(error: LiveError): void {
    const { attempt, sinceMs } = this.#outage();
    const delayMs = error.retryable
      ? this.#options.policy({ attempt, elapsedMs: Date.now() - sinceMs })
      : null;
    if (delayMs === null) {
      this.close();
      this.#options.onFailed(error);
      return;
    }
    this.#enter({ phase: 'pausing', attempt, sinceMs });
    this.#timer = setTimeout(() => this.#attempt(attempt, sinceMs), delayMs);
  }

  #outage(): { attempt: number; sinceMs: number } {
    const state = this.#state;
    if (state.phase === 'opening') return { attempt: state.attempt + 1, sinceMs: state.sinceMs };
    if (state.phase === 'open' && state.attempt > 0)
      return { attempt: state.attempt, sinceMs: state.sinceMs };
    return { attempt: 0, sinceMs: Date.now() };
  }

  #dropCarrier(): void {
    this.#carrier?.close();
    this.#carrier = null;
  }

  #enter(state: ConnectionState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}
