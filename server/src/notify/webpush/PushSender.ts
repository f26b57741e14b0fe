import webPush from 'web-push';
import type { Clock } from '../../core/Clock.ts';
import { pause } from '../../core/pause.ts';
import type { PushSubscriptionRecord } from '../../interaction/follows/ports.ts';
import type { VapidKeys } from './vapidKeys.ts';

export interface PushSenderOptions {
  keys: VapidKeys;
  /** `mailto:` or `https:` address of the operator, for the push services. */
  contact: string;
  clock: Clock;
  fetch?: typeof fetch;
}

export interface OutgoingPush {
  payload: string;
  /** A newer message of the same topic takes the place of one that is not delivered yet. */
  topic: string;
  /** How long the service keeps it for a browser that is away, and we go on trying, s. */
  ttlSeconds: number;
}

/** `gone`: this browser takes no messages any more. */
export type PushOutcome = 'sent' | 'gone' | 'failed' | 'aborted';

const attempts = 4;
const firstPauseMs = 1000;
const longestPauseMs = 60_000;
const requestTimeoutMs = 10_000;

/** Sends one encrypted message at a time to a push service, and again where that may help. A service that says 429 gets its rest. */
export class PushSender {
  readonly #options: PushSenderOptions;
  readonly #restUntilMs = new Map<string, number>();
  readonly #closing = new AbortController();

  constructor(options: PushSenderOptions) {
    this.#options = options;
  }

  close(): void {
    this.#closing.abort();
  }

  get isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  async send(subscription: PushSubscriptionRecord, push: OutgoingPush): Promise<PushOutcome> {
    const { clock } = this.#options;
    const { origin } = new URL(subscription.endpoint);
    for (let attempt = 1; ; attempt += 1) {
      await this.#rested(origin);
      if (this.isClosed) return 'aborted';
      const answer = await this.#attempt(subscription, push);
      if (typeof answer === 'string') return answer;
      if (attempt === attempts) return 'failed';
      const waitMs = Math.min(longestPauseMs, answer.retryAfterMs ?? firstPauseMs * 4 ** (attempt - 1));
      if (answer.isTooFast) this.#restUntilMs.set(origin, clock.nowMs() + waitMs);
      else await this.#wait(waitMs);
    }
  }

  async #attempt(
    { endpoint, p256dh, auth }: PushSubscriptionRecord,
    { payload, topic, ttlSeconds }: OutgoingPush,
  ): Promise<PushOutcome | { isTooFast: boolean; retryAfterMs: number | null }> {
    const { keys, contact } = this.#options;
    const send = this.#options.fetch ?? fetch;
    try {
      const request = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
        vapidDetails: { subject: contact, ...keys },
        TTL: ttlSeconds,
        topic,
        urgency: 'high',
      });
      const response = await send(endpoint, {
        method: 'POST',
        headers: headersOf(request.headers),
        body: request.body ? new Uint8Array(request.body) : null,
        // Somebody else's server decides where it leads.
        redirect: 'manual',
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(requestTimeoutMs)]),
      });
      await response.body?.cancel();
      return this.#judge(response);
    } catch {
      return this.isClosed ? 'aborted' : { isTooFast: false, retryAfterMs: null };
    }
  }

  #judge(response: Response): PushOutcome | { isTooFast: boolean; retryAfterMs: number | null } {
    const { status, headers } = response;
    if (status >= 200 && status < 300) return 'sent';
    if (status === 404 || status === 410) return 'gone';
    const retryAfterMs = retryAfterOf(headers.get('retry-after'), this.#options.clock.nowMs());
    if (status === 429) return { isTooFast: true, retryAfterMs };
    return status >= 500 ? { isTooFast: false, retryAfterMs } : 'failed';
  }

  async #rested(origin: string): Promise<void> {
    for (;;) {
      const restMs = (this.#restUntilMs.get(origin) ?? 0) - this.#options.clock.nowMs();
      if (restMs <= 0 || this.isClosed) return;
      await this.#wait(restMs);
    }
  }

  #wait(ms: number): Promise<void> {
    return pause(this.#options.clock, ms, this.#closing.signal);
  }
}

// The body's length is `fetch`'s to say.
function headersOf(headers: Record<string, unknown>): Record<string, string> {
  const entries = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-length');
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

/** RFC 9110 §10.2.3: seconds, or a date. */
function retryAfterOf(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}
