import type { MediaKind } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/FakeClock.ts';
import { silentLogger } from '../../core/logger.ts';
import type { RtpTap, TapTrack } from '../../rooms/ports/MediaEngine.ts';
import { TapFollower } from './TapFollower.ts';

/** A tap whose tracks fail to begin as often as `failures` says. */
function create({ failures = 0, isOnAir = (): boolean => true } = {}) {
  const clock = new FakeClock();
  const log: string[] = [];
  let left = failures;
  const track: TapTrack = {
    producerId: 'camera',
    kind: 'video',
    codec: 'H264',
    ssrc: 1,
    payloadType: 101,
    clockRate: 90_000,
    codecParameters: {},
    resume: async () => {
      if (left-- > 0) throw new Error('no answer');
      log.push('resumed');
    },
    requestKeyFrame: async () => void log.push('keyframe'),
    close: () => void log.push('closed'),
  };
  const tap: RtpTap = { attach: async () => track, onLost: () => {}, close: () => {} };
  const follower = new TapFollower({
    openTap: async () => tap,
    wanted: () => ({ video: isOnAir() ? { producerId: 'camera', isPaused: false } : null, audio: null }),
    port: 5000,
    receiver: {
      attach: ({ kind }) => void log.push(`attach ${kind}`),
      detach: (kind: MediaKind) => void log.push(`detach ${kind}`),
    },
    clock,
    log: silentLogger(),
  });
  return { clock, log, follower };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a follower', () => {
  it('has a track announced, begun, and asked for a keyframe', async () => {
    const { follower, log } = create();
    follower.follow();
    await settle();
    expect(log).toEqual(['attach video', 'resumed', 'keyframe']);
  });

  it('tries a track again that did not begin', async () => {
    const { follower, log, clock } = create({ failures: 1 });
    follower.follow();
    await settle();
    expect(log).toEqual(['attach video', 'closed', 'detach video']);
    clock.advance(200);
    await settle();
    expect(log.slice(3)).toEqual(['attach video', 'resumed', 'keyframe']);
    follower.close();
    expect(clock.pendingTimers).toBe(0);
  });

  it('misses no track, in whatever moment of a run it comes', async () => {
    for (let turns = 0; turns < 12; turns += 1) {
      let isOnAir = false;
      const { follower, log } = create({ isOnAir: () => isOnAir });
      follower.follow();
      for (let i = 0; i < turns; i += 1) await Promise.resolve();
      isOnAir = true;
      follower.follow();
      await settle();
      expect(log, `${turns} turns later`).toEqual(['attach video', 'resumed', 'keyframe']);
    }
  });
});
