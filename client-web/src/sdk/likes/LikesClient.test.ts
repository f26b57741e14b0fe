import { emptySnapshotParts, type RoomEvent, type RoomSnapshot } from '@lianmai/shared';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveError } from '../LiveError.ts';
import { LikesClient } from './LikesClient.ts';

describe('LikesClient', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function liking() {
    const request = vi.fn();
    const likes = new LikesClient({ request });
    const others: number[] = [];
    likes.on('othersLiked', ({ count }) => others.push(count));
    const heard = (count: number, total: number) =>
      likes.follow({ seq: 1, at: 1, type: 'likesAdded', data: { count, total } } as RoomEvent);
    likes.restart({ ...emptySnapshotParts, likes: { total: 100 } } as RoomSnapshot);
    return { request, likes, others, heard, total: () => likes.total.getSnapshot() };
  }

  it('shows every tap at once and sends those of a second as one request', async () => {
    const { request, likes, total } = liking();
    request.mockResolvedValue({ counted: 5, total: 105 });
    for (let i = 0; i < 5; i += 1) likes.tap();
    expect(total()).toBe(105);
    await vi.advanceTimersByTimeAsync(1000);
    expect(request.mock.calls).toEqual([['like', { count: 5 }]]);
    expect(total()).toBe(105);
  });

  it('tells the likes of others apart from our own', async () => {
    const { request, likes, others, heard, total } = liking();
    request.mockResolvedValue({ counted: 3, total: 103 });
    likes.tap(3);
    await vi.advanceTimersByTimeAsync(1000);
    heard(3, 103);
    heard(7, 110);
    expect(others).toEqual([7]);
    expect(total()).toBe(110);
  });

  it('takes back what the server did not count', async () => {
    const { request, likes, total } = liking();
    request.mockResolvedValueOnce({ counted: 30, total: 130 });
    likes.tap(150);
    await vi.advanceTimersByTimeAsync(1000);
    expect(total()).toBe(130);
    request.mockRejectedValueOnce(new LiveError('room_not_live'));
    likes.tap(4);
    await vi.advanceTimersByTimeAsync(1000);
    expect(total()).toBe(130);
  });

  it('never asks for more than one request may sum up', async () => {
    const { request, likes } = liking();
    request.mockResolvedValue({ counted: 30, total: 130 });
    likes.tap(500);
    await vi.advanceTimersByTimeAsync(1000);
    expect(request).toHaveBeenCalledWith('like', { count: 200 });
  });

  it('forgets all with the room', async () => {
    const { request, likes, total } = liking();
    likes.tap();
    likes.clear();
    await vi.advanceTimersByTimeAsync(5000);
    expect(request).not.toHaveBeenCalled();
    expect(total()).toBe(0);
  });
});
