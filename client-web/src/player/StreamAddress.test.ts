import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveError } from '../sdk/index.ts';
import { type SignedUrl, StreamAddress } from './StreamAddress.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const url = (token: string, file = 'index.m3u8?viewer=s1') => `https://live.test/live/t/${token}/r1/${file}`;

function signed(answers: readonly (string | LiveError)[], ttlMs: number | null = 100_000) {
  let asked = 0;
  const ask = async (): Promise<SignedUrl> => {
    const answer = answers[Math.min(asked++, answers.length - 1)];
    if (answer === undefined || answer instanceof LiveError) throw answer;
    return { url: url(answer), expiresAtMs: ttlMs === null ? null : Date.now() + ttlMs };
  };
  const address = new StreamAddress({ ask, serverNowMs: () => Date.now() });
  return { address, asked: () => asked };
}

describe('StreamAddress', () => {
  it('is renewed before it expires, again and again, and turns old addresses into new ones', async () => {
    const { address } = signed(['first', 'second', 'third']);
    expect(await address.open()).toBe(url('first'));
    expect(address.current(url('first', 'seg-a-1.m4s'))).toBe(url('first', 'seg-a-1.m4s'));
    await vi.advanceTimersByTimeAsync(79_000);
    expect(address.current(url('first'))).toBe(url('first'));
    await vi.advanceTimersByTimeAsync(2000);
    expect(address.current(url('first', 'seg-a-1.m4s'))).toBe(url('second', 'seg-a-1.m4s'));
    await vi.advanceTimersByTimeAsync(80_000);
    expect(address.current(url('second'))).toBe(url('third'));
    address.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('tries again while the server cannot be reached, and not when it refuses', async () => {
    const { address, asked } = signed(['first', new LiveError('network'), 'second', new LiveError('banned')]);
    await address.open();
    await vi.advanceTimersByTimeAsync(80_000);
    expect([asked(), address.current(url('first'))]).toEqual([2, url('first')]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(address.current(url('first'))).toBe(url('second'));
    await vi.advanceTimersByTimeAsync(80_000);
    expect([asked(), vi.getTimerCount()]).toEqual([4, 0]);
  });

  it('leaves an address alone that neither is signed nor expires', async () => {
    const plain = 'https://live.test/live/r1/index.m3u8';
    const address = new StreamAddress({
      ask: async () => ({ url: plain, expiresAtMs: null }),
      serverNowMs: () => Date.now(),
    });
    expect([await address.open(), address.current(plain), vi.getTimerCount()]).toEqual([plain, plain, 0]);
  });

  it('does not come back when it was closed while it asked', async () => {
    const { address } = signed(['first', 'second']);
    await address.open();
    vi.advanceTimersByTime(80_000);
    address.close();
    await vi.runAllTimersAsync();
    expect(vi.getTimerCount()).toBe(0);
  });
});
