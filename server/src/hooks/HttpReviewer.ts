import { createHmac, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../core/Clock.ts';
import type { ExternalVerdict, ReviewedContent } from '../interaction/moderation/ports.ts';
import type { ReviewSource } from './CautiousReviewer.ts';

export interface HttpReviewerOptions {
  url: string;
  /** Signs every request. */
  secret: string;
  clock: Clock;
  fetch?: typeof fetch;
}

const Answer = z.discriminatedUnion('verdict', [
  z.object({ verdict: z.literal('pass'), text: z.string().min(1).max(2000).optional() }),
  z.object({ verdict: z.literal('refuse') }),
  z.object({ verdict: z.literal('hold') }),
]);

const maxAnswerBytes = 16 * 1024;

/** Asks another service over HTTP what it thinks of a text. */
export class HttpReviewer implements ReviewSource {
  readonly name = 'REVIEW_URL';
  readonly #options: HttpReviewerOptions;

  constructor(options: HttpReviewerOptions) {
    this.#options = options;
  }

  async ask({ kind, text, roomId, user }: ReviewedContent, signal: AbortSignal): Promise<ExternalVerdict> {
    const { url, secret, clock } = this.#options;
    const body = JSON.stringify({ id: randomUUID(), kind, roomId, user, text });
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
      signal,
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
