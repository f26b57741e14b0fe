import { describe, expect, it } from 'vitest';
import { FrameQueue, type VideoFrame } from './FrameQueue.ts';
import { PictureGroup } from './PictureGroup.ts';
import { SoundRing } from './SoundRing.ts';
import type { VideoUnit } from './VideoUnit.ts';

describe('the sound ring', () => {
  const pcm = (value: number, samples: number) => {
    const bytes = Buffer.alloc(samples * 4);
    for (let i = 0; i < samples * 2; i++) bytes.writeInt16LE(value, i * 2);
    return bytes;
  };
  const read = (ring: SoundRing, fromSample: number, samples: number) => {
    const into = new Float32Array(2 * samples).fill(9);
    return { found: ring.read(fromSample, into), into };
  };

  it('gives what was written at its time, and zeros elsewhere', () => {
    const ring = new SoundRing();
    ring.write(1000, pcm(16_384, 960));
    const { found, into } = read(ring, 47_990, 1000);
    expect(found).toBe(0);
    expect([into[18], into[19], into[20], into[21], into[20 + 1918]]).toEqual([0, 0, 0.5, 0.5, 0.5]);
    expect([...into.subarray(20 + 1920)].every((sample) => sample === 0)).toBe(true);
    expect(read(ring, 48_000, 1000).found).toBe(960);
    expect(read(ring, 48_500, 10).found).toBe(10);
  });

  it('joins packets whose times are rounded, and keeps a gap that is one', () => {
    const ring = new SoundRing();
    ring.write(1000, pcm(1, 480));
    ring.write(1011, pcm(2, 480));
    ring.write(1019, pcm(3, 480));
    expect(read(ring, 48_000, 1500).found).toBe(1440);
    ring.write(1060, pcm(4, 480));
    expect(read(ring, 48_000 + 1440, 100).found).toBe(0);
    expect(read(ring, 48 * 1060, 480).found).toBe(480);
  });

  it('holds two seconds, hours after the beginning', () => {
    const ring = new SoundRing();
    const startMs = 30 * 3_600_000;
    for (let ms = 0; ms < 3000; ms += 20) ring.write(startMs + ms, pcm(1, 960));
    expect(read(ring, (startMs + 1000) * 48, 96_000).found).toBe(96_000);
    expect(read(ring, (startMs + 980) * 48, 960).found).toBe(0);
    expect(read(ring, (startMs + 3000) * 48, 960).found).toBe(0);
    expect(read(ring, -960, 960).found).toBe(0);
  });
});

describe('the frame queue', () => {
  const frame = (timestampMs: number, width = 2): VideoFrame => {
    return { width, height: 2, timestampMs, data: Buffer.alloc(6) };
  };

  it('shows a frame until the next one is due', () => {
    const queue = new FrameQueue();
    for (const ms of [100, 140, 180]) queue.push(frame(ms));
    expect(queue.takeTo(99)).toBeNull();
    expect([100, 139, 140, 185, 5000].map((ms) => queue.takeTo(ms)?.timestampMs)).toEqual([
      100, 100, 140, 180, 180,
    ]);
  });

  it('replaces a frame by one of the same time, and takes none that is older', () => {
    const queue = new FrameQueue();
    queue.push(frame(100));
    queue.push(frame(100, 4));
    queue.push(frame(60, 8));
    expect(queue.takeTo(100)?.width).toBe(4);
    expect(queue.newest?.timestampMs).toBe(100);
  });

  it('holds a second when nobody asks, beside the one that is shown', () => {
    const queue = new FrameQueue();
    for (let ms = 0; ms <= 5000; ms += 40) queue.push(frame(ms));
    expect(queue.takeTo(3900)).toBeNull();
    expect(queue.takeTo(3990)?.timestampMs).toBe(3960);
    const slow = new FrameQueue();
    for (const ms of [0, 3000, 3040]) slow.push(frame(ms));
    expect(slow.takeTo(2000)?.timestampMs).toBe(0);
  });
});

describe('the group of pictures', () => {
  const unit = (isKeyframe: boolean, bytes = 100): VideoUnit => {
    const config = isKeyframe ? { codec: 'VP8' as const, width: 2, height: 2 } : null;
    return { codec: 'VP8', timestampMs: 0, config, data: Buffer.alloc(bytes) };
  };

  it('begins with the newest keyframe', () => {
    const group = new PictureGroup();
    group.push(unit(false));
    expect([group.units.length, group.wantsKeyframe]).toEqual([0, true]);
    for (const isKeyframe of [true, false, true, false, false]) group.push(unit(isKeyframe));
    expect([group.units.length, group.wantsKeyframe]).toEqual([3, false]);
    expect(group.units[0]?.config).not.toBeNull();
  });

  it.each([
    ['pictures', 100, 300],
    ['bytes', 100_000, 41],
  ])('is never longer than so many %s, and wants a keyframe before', (_, bytes, most) => {
    const group = new PictureGroup();
    group.push(unit(true, bytes));
    for (let count = 1; count < most; count++) group.push(unit(false, bytes));
    expect([group.units.length, group.wantsKeyframe]).toEqual([most, true]);
    group.push(unit(false, bytes));
    expect(group.units).toHaveLength(0);
    group.push(unit(false, bytes));
    expect(group.units).toHaveLength(0);
    group.push(unit(true, bytes));
    expect(group.units).toHaveLength(1);
  });
});
