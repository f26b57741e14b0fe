import { describe, expect, it } from 'vitest';
import { DelayQueue } from '../../../sdk/core/DelayQueue.ts';
import type { PlaybackStats } from '../../../sdk/index.ts';
import { defaultDanmaku, recallDanmaku } from './danmakuSettings.ts';
import { pictureTime } from './pictureTime.ts';

const stats = (protocol: PlaybackStats['protocol'], latencyMs: number | null) =>
  ({ protocol, latencyMs }) as PlaybackStats;

describe('pictureTime', () => {
  it.each([
    ['WebRTC with a measured latency', { protocol: 'webrtc', stats: stats('webrtc', 80) }, 9920],
    ['HLS with a measured latency', { protocol: 'hls', stats: stats('hls', 4200) }, 5800],
    ['HLS before it has measured', { protocol: 'hls', stats: null }, 6000],
    ['FLV with what the player before it measured', { protocol: 'flv', stats: stats('hls', 4200) }, 9300],
  ] as const)('%s', (_what, state, expected) => {
    expect(pictureTime({ phase: 'playing', ...state }, 10_000)).toBe(expected);
  });

  it.each(['stalled', 'waiting', 'starting', 'ended', 'failed'] as const)('is unknown while %s', (phase) => {
    expect(pictureTime({ phase, protocol: 'webrtc', stats: null }, 10_000)).toBeNull();
  });
});

describe('DelayQueue', () => {
  it('gives each item when its moment is on screen, in order', () => {
    const queue = new DelayQueue<string>();
    for (const [item, at] of [
      ['a', 1000],
      ['b', 1500],
      ['c', 2500],
    ] as const)
      queue.add(item, at);
    expect(queue.take(900)).toEqual([]);
    expect(queue.take(1600)).toEqual(['a', 'b']);
    expect(queue.take(1600)).toEqual([]);
    expect(queue.take(2500)).toEqual(['c']);
  });

  it('drops what the picture has long passed, and what was deleted', () => {
    const queue = new DelayQueue<string>();
    queue.add('old', 1000);
    queue.add('gone', 7900);
    queue.add('new', 8000);
    queue.delete((item) => item === 'gone');
    expect(queue.take(8100)).toEqual(['new']);
  });

  it('is bounded', () => {
    const queue = new DelayQueue<number>();
    for (let n = 0; n < 2000; n += 1) queue.add(n, n);
    expect(queue.size).toBe(500);
  });
});

describe('settings', () => {
  it('are as usual where nothing, or nonsense, is stored', () => {
    expect(recallDanmaku('u1')).toEqual(defaultDanmaku);
  });
});
