import { createHmac, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import type { ExternalReviewer, ExternalVerdict, ReviewedContent } from '../interaction/moderation/ports.ts';
import { CircuitBreaker } from './CircuitBreaker.ts';

export interface HttpReviewerOptions {
  url: string;
  /** Signs every request. */
  secret: string;
  timeoutMs: number;
  /** When there is no answer: `open` lets the text pass, `closed` refuses it. */
  failMode: 'open' | 'closed';
  /** Requests under way at once; beyond that the policy decides. */
  maxConcurrent: number;
  clock: Clock;
  log: Logger;
  fetch?: typeof fetch;
}

const Answer = z.discriminatedUnion('verdict', [
  z.object({ verdict: z.literal('pass'), text: z.string().min(1).max(2000).optional() }),
  z.object({ verdict: z.literal('refuse') }),
  z.object({ verdict: z.literal('hold') }),
]);

const maxAnswerBytes = 16 * 1024;

/**
 * Asks another service over HTTP what it thinks of a text. Never fails and never takes longer than `timeoutMs`: a service that is slow,
 * down or overrun costs a policy decision, not the chat.
 */
export class HttpReviewer implements ExternalReviewer {
  readonly #options: HttpReviewerOptions;
  readonly #breaker: CircuitBreaker;
  #underWay = 0;

  constructor(options: HttpReviewerOptions) {
    this.#options = options;
    this.#breaker = new CircuitBreaker({ clock: options.clock, failures: 5, openMs: 10_000 });
  }

  async review(content: ReviewedContent): Promise<ExternalVerdict> {
    const { maxConcurrent, log } = this.#options;
    if (this.#underWay >= maxConcurrent || !this.#breaker.mayAsk()) return this.#policy();
    this.#underWay += 1;
    try {
      const verdict = await this.#ask(content);
      if (this.#breaker.note(true)) log.info('the reviewer answers again');
      return verdict;
    } catch (error) {
      const isNews = this.#breaker.note(false);
      if (isNews) log.error({ err: error }, 'the reviewer does not answer: asking less often');
      else log.warn({ err: error }, 'no answer from the reviewer');
      return this.#policy();
    } finally {
      this.#underWay -= 1;
    }
  }

  #policy(): ExternalVerdict {
    return { verdict: this.#options.failMode === 'open' ? 'pass' : 'refuse' };
  }

  async #ask({ text, roomId, user }: ReviewedContent): Promise<ExternalVerdict> {
    const { url, secret, timeoutMs, clock } = this.#options;
    const body = JSON.stringify({ id: randomUUID(), kind: 'chat', roomId, user, text });
    const timestamp = String(Math.floor(clock.nowMs() / 1000));
    const response = await (this.#options.fetch ?? fetch)(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-lianmai-timestamp': timestamp,
        'x-lianmai-signature': signatureOf(secret, timestamp, body),
      },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) throw new Error(`the reviewer answered ${response.status}`);
    return Answer.parse(JSON.parse(await limitedText(response)));
  }
}

/** What the `X-Lianmai-Signature` header says: the service computes the same over what it received, and compares. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

async function limitedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxAnswerBytes) throw new Error('the reviewer answers too much');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
