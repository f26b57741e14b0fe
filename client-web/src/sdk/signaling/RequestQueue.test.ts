import type { ReplyFrame, RequestFrame } from '@lianmai/shared';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveError } from '../LiveError.ts';
import { RequestQueue } from './RequestQueue.ts';

type Sent = { frame: RequestFrame; reply: (reply: ReplyFrame) => void };

const done = (sent: Sent | undefined) =>
  sent?.reply({ type: 'reply', id: sent.frame.id ?? null, ok: true, data: null });

describe('RequestQueue', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function connect(queue: RequestQueue): Sent[] {
    const sent: Sent[] = [];
    queue.attach((frame, reply) => sent.push({ frame, reply }));
    return sent;
  }

  it('sends again under the same id what had no reply when the connection was lost', async () => {
    const queue = new RequestQueue({ onSuspect: () => undefined });
    const first = connect(queue);
    const answered = queue.request('requestKeyFrame', { consumerId: 'c1' });
    const open = queue.request('pauseTrack', { producerId: 'p1' });
    done(first[0]);
    await answered;
    queue.detach();
    const second = connect(queue);
    expect(second.map(({ frame }) => frame)).toEqual([{ type: 'pauseTrack', id: '2', producerId: 'p1' }]);
    done(second[0]);
    await expect(open).resolves.toBeNull();
    expect(queue.size).toBe(0);
  });

  it('keeps the order of asking, also of what was asked without a connection', () => {
    const queue = new RequestQueue({ onSuspect: () => undefined });
    for (const consumerId of ['a', 'b', 'c']) void queue.request('resumeConsumer', { consumerId });
    expect(connect(queue).map(({ frame }) => frame.id)).toEqual(['1', '2', '3']);
  });

  it('takes a late reply to the first sending, and ignores the second', async () => {
    const queue = new RequestQueue({ onSuspect: () => undefined });
    const first = connect(queue);
    const request = queue.request('leave', {});
    queue.detach();
    const second = connect(queue);
    done(first[0]);
    await expect(request).resolves.toBeNull();
    expect(() => done(second[0])).not.toThrow();
  });

  it('rejects with the error of the reply', async () => {
    const queue = new RequestQueue({ onSuspect: () => undefined });
    const sent = connect(queue);
    const request = queue.request('endShow', {});
    const error = { code: 'forbidden', message: 'No.', retryable: false } as const;
    sent[0]?.reply({ type: 'reply', id: '1', ok: false, error });
    await expect(request).rejects.toMatchObject({ code: 'forbidden', message: 'No.', retryable: false });
  });

  it('keeps what was refused for the token alone, and sends it again over the next connection', async () => {
    const onTokenRefused = vi.fn();
    const queue = new RequestQueue({ onSuspect: () => undefined, onTokenRefused });
    const first = connect(queue);
    const request = queue.request('endShow', {});
    const error = { code: 'token_expired', message: '', retryable: false } as const;
    first[0]?.reply({ type: 'reply', id: '1', ok: false, error });
    expect(onTokenRefused).toHaveBeenCalledOnce();
    queue.detach();
    done(connect(queue)[0]);
    await expect(request).resolves.toBeNull();
  });

  it('suspects the connection before it times out, and does not count time without one', async () => {
    const onSuspect = vi.fn();
    const queue = new RequestQueue({ onSuspect, suspectMs: 100, timeoutMs: 300 });
    connect(queue);
    const request = queue.request('leave', {}).catch((error: unknown) => error);
    vi.advanceTimersByTime(99);
    expect(onSuspect).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onSuspect).toHaveBeenCalledOnce();
    queue.detach();
    vi.advanceTimersByTime(60_000);
    expect(queue.size).toBe(1);
    connect(queue);
    vi.advanceTimersByTime(300);
    await expect(request).resolves.toMatchObject({ code: 'timeout' });
  });

  it('fails everything when the Session is over', async () => {
    const queue = new RequestQueue({ onSuspect: () => undefined });
    const request = queue.request('leave', {});
    queue.failAll(new LiveError('session_not_found'));
    await expect(request).rejects.toMatchObject({ code: 'session_not_found' });
    expect(connect(queue)).toEqual([]);
  });
});
