import { describe, expect, it } from 'vitest';
import { FakeClock } from '../core/FakeClock.ts';
import { silentLogger } from '../core/logger.ts';
import { CautiousReviewer } from './CautiousReviewer.ts';
import { HttpReviewer, signatureOf } from './HttpReviewer.ts';

const secret = 'a secret of thirty-two characters';
const content = {
  kind: 'chat',
  text: 'hello',
  roomId: 'r1',
  user: { id: 'u1', name: 'Bob', avatarUrl: null },
} as const;

type Answer = (request: { headers: Headers; body: string }) => Response | Promise<Response>;

function fixture(answer: Answer, failMode: 'open' | 'closed' = 'open', maxConcurrent = 10) {
  const clock = new FakeClock();
  let asked = 0;
  const ask = (async (_url: string, init: RequestInit) => {
    asked += 1;
    return await answer({ headers: new Headers(init.headers), body: String(init.body) });
  }) as typeof fetch;
  const source = new HttpReviewer({ url: 'http://review', secret, clock, fetch: ask });
  const policy = { timeoutMs: 200, failMode, maxConcurrent };
  const reviewer = new CautiousReviewer({ source, ...policy, clock, log: silentLogger() });
  return { reviewer, clock, asked: () => asked };
}

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

describe('HttpReviewer', () => {
  it('signs what it sends, and takes the answer', async () => {
    const { reviewer } = fixture(({ headers, body }) => {
      const timestamp = headers.get('x-lianmai-timestamp') ?? '';
      expect(headers.get('x-lianmai-signature')).toBe(signatureOf(secret, timestamp, body));
      expect(JSON.parse(body)).toMatchObject({
        kind: 'chat',
        roomId: 'r1',
        text: 'hello',
        user: { id: 'u1' },
      });
      return json({ verdict: 'pass', text: 'h***o' });
    });
    expect(await reviewer.review(content)).toEqual({ verdict: 'pass', text: 'h***o' });
  });

  it.each<[string, Answer]>([
    ['does not connect', () => Promise.reject(new Error('refused'))],
    ['answers with an error', () => json({}, 500)],
    ['answers nonsense', () => new Response('<html>')],
    ['answers something else', () => json({ verdict: 'maybe' })],
    ['answers without end', () => new Response('x'.repeat(20_000))],
  ])('decides by its policy when the service %s', async (_name, answer) => {
    expect(await fixture(answer, 'open').reviewer.review(content)).toEqual({ verdict: 'pass' });
    expect(await fixture(answer, 'closed').reviewer.review(content)).toEqual({ verdict: 'refuse' });
  });

  it('asks only so many at once', async () => {
    const { promise, resolve } = Promise.withResolvers<Response>();
    const { reviewer, asked } = fixture(() => promise, 'closed', 1);
    const first = reviewer.review(content);
    expect(await reviewer.review(content)).toEqual({ verdict: 'refuse' });
    resolve(json({ verdict: 'pass' }));
    expect(await first).toEqual({ verdict: 'pass' });
    expect(asked()).toBe(1);
  });

  it('leaves a dead service alone, and finds out when it is back', async () => {
    let isDead = true;
    const { reviewer, clock, asked } = fixture(() => json(isDead ? null : { verdict: 'hold' }));
    for (let turn = 0; turn < 20; turn += 1) await reviewer.review(content);
    expect(asked()).toBe(5);
    clock.advance(10_000);
    await Promise.all([reviewer.review(content), reviewer.review(content)]);
    expect(asked()).toBe(6);
    isDead = false;
    clock.advance(10_000);
    expect(await reviewer.review(content)).toEqual({ verdict: 'hold' });
    expect(await reviewer.review(content)).toEqual({ verdict: 'hold' });
  });
});
