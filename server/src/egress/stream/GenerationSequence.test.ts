import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/FakeClock.ts';
import { silentLogger } from '../../core/logger.ts';
import { aConfig, audioTag } from '../delivery/deliveryFakes.ts';
import type { FfmpegEnd } from '../ffmpeg/FfmpegProcess.ts';
import { placeholderPps, placeholderSps } from '../rtp/placeholder.ts';
import type { VideoConfig } from '../rtp/VideoConfig.ts';
import type { GenerationOptions } from './FfmpegGeneration.ts';
import { GenerationSequence } from './GenerationSequence.ts';

type Options = Pick<GenerationOptions, 'config' | 'startMs' | 'onConfig' | 'onTag' | 'onEnded'>;

/** A generation that becomes ready and ends when the test says so. */
class FakeGeneration {
  readonly config: VideoConfig;
  readonly startMs: number;
  readonly options: Options;
  readonly sent: string[] = [];
  isReady = false;
  isStopping = false;
  killed: string[] = [];
  readonly #gone = Promise.withResolvers<void>();

  constructor(options: Options) {
    this.options = options;
    this.config = options.config;
    this.startMs = options.startMs;
  }

  giveConfig(): void {
    this.isReady = true;
    this.options.onConfig(aConfig());
  }

  end(end: FfmpegEnd): void {
    this.isReady = false;
    this.options.onEnded(end);
    this.#gone.resolve();
  }

  send(kind: 'video' | 'audio'): void {
    this.sent.push(kind);
  }

  killIfHung(): void {}

  kill(why: string): void {
    this.killed.push(why);
  }

  stop(): Promise<void> {
    this.isStopping = true;
    this.isReady = false;
    return this.#gone.promise;
  }
}

const h264 = (pps: number): VideoConfig => {
  return { codec: 'H264', sps: placeholderSps, pps: Buffer.concat([placeholderPps, Buffer.from([pps])]) };
};
const small: VideoConfig = {
  codec: 'H264',
  sps: Buffer.from('6742e01f8c8d40501ed00f08846a', 'hex'),
  pps: placeholderPps,
};
const packet = Buffer.alloc(1);

function fail(): never {
  throw new Error('no generation');
}

function stage() {
  const clock = new FakeClock(0);
  const made: FakeGeneration[] = [];
  const seen = { shown: [] as number[], tags: [] as number[], replays: 0 };
  const sequence: GenerationSequence = new GenerationSequence({
    clock,
    log: silentLogger(),
    create: (options) => {
      const generation = new FakeGeneration(options);
      made.push(generation);
      return generation;
    },
    replayKeyframe: () => {
      seen.replays++;
      sequence.keyframeBegins(live.config, clock.nowMs());
    },
    onConfig: (_config, startMs) => seen.shown.push(startMs),
    onTag: (tag) => seen.tags.push(tag.timestampMs),
    onSpawnFailed: () => {},
  });
  const live = { config: h264(0) };
  const keyframe = (config: VideoConfig) => {
    live.config = config;
    sequence.keyframeBegins(config, clock.nowMs());
    sequence.send('video', packet);
  };
  const newest = () => made.at(-1) ?? fail();
  return { clock, made, seen, sequence, keyframe, newest };
}

describe('the sequence of generations', () => {
  it('starts no more than one every 1.5 s and has never more than four, whatever the publisher sends', () => {
    const { clock, made, sequence, keyframe } = stage();
    let mostChildren = 0;
    for (let i = 0; i < 1000; i++) {
      keyframe(h264(i % 251));
      for (const generation of made)
        if (!generation.isReady && !generation.isStopping) generation.giveConfig();
      // Those that are stopped take their time.
      made.forEach((generation, at) => {
        if (generation.isStopping && made.length - at > 4) generation.end({ kind: 'stopped' });
      });
      mostChildren = Math.max(mostChildren, sequence.childCount);
      clock.advance(10);
    }
    expect(made.length).toBeLessThanOrEqual(7);
    expect(made.length).toBeGreaterThan(2);
    expect(mostChildren).toBeLessThanOrEqual(4);
  });

  it('waits for children that will not go', () => {
    const { clock, made, sequence, keyframe, newest } = stage();
    for (let i = 0; i < 20; i++) {
      keyframe(h264(i));
      if (!newest().isReady) newest().giveConfig();
      clock.advance(2000);
    }
    expect(sequence.childCount).toBe(4);
    made[0]?.end({ kind: 'stopped' });
    keyframe(h264(20));
    expect(made).toHaveLength(5);
  });

  it('goes on giving tags when the parameters change faster than ffmpeg starts', () => {
    const { clock, seen, made, sequence, keyframe } = stage();
    for (let second = 0; second < 20; second++) {
      keyframe(second % 2 === 0 ? h264(0) : small);
      for (let step = 0; step < 10; step++) {
        clock.advance(100);
        for (const generation of made) {
          const isDue = clock.nowMs() - generation.startMs >= 1800;
          if (isDue && !generation.isReady && !generation.isStopping) generation.giveConfig();
          if (generation.isStopping && clock.nowMs() - generation.startMs > 4000)
            generation.end({ kind: 'stopped' });
        }
        made.forEach((generation) => {
          generation.options.onTag(audioTag(clock.nowMs()));
        });
      }
    }
    expect(seen.shown.length).toBeGreaterThan(5);
    const gaps = seen.tags.slice(1).map((ms, i) => ms - (seen.tags[i] ?? ms));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(100);
    expect(sequence.restarts).toBe(0);
  });

  it('starts with the newest of several changes', () => {
    const { clock, made, keyframe, newest } = stage();
    keyframe(h264(0));
    newest().giveConfig();
    clock.advance(100);
    keyframe({ codec: 'VP8' });
    clock.advance(100);
    keyframe(small);
    expect(made).toHaveLength(1);
    clock.advance(1600);
    expect(made).toHaveLength(2);
    expect(newest().config).toBe(small);
  });

  it('keeps a picture of another size or codec from the running ffmpeg, and lets the sound through', () => {
    const { clock, sequence, keyframe, newest } = stage();
    keyframe(h264(0));
    const first = newest();
    first.giveConfig();
    clock.advance(100);
    keyframe(h264(1));
    keyframe(small);
    keyframe({ codec: 'VP8' });
    sequence.send('audio', packet);
    expect(first.sent).toEqual(['video', 'video', 'audio']);
    keyframe(h264(0));
    expect(first.sent).toEqual(['video', 'video', 'audio', 'video']);
    clock.advance(60_000);
    expect(clock.pendingTimers).toBe(0);
  });

  it('replaces the shown generation when its output is refused', () => {
    const { clock, made, sequence, seen, keyframe, newest } = stage();
    keyframe(h264(0));
    const first = newest();
    first.giveConfig();
    sequence.replaceShown('refused');
    expect(first.killed).toEqual(['refused']);
    first.options.onTag(audioTag(1));
    expect(seen.tags).toEqual([]);
    first.end({ kind: 'killed', why: 'refused' });
    clock.advance(0);
    expect(made).toHaveLength(2);
    expect(sequence.restarts).toBe(1);
  });

  it('gives the last tags while it stops, and starts nothing more', async () => {
    const { clock, made, sequence, seen, keyframe, newest } = stage();
    keyframe(h264(0));
    newest().giveConfig();
    const stopped = sequence.stop();
    newest().options.onTag(audioTag(5));
    newest().end({ kind: 'stopped' });
    await stopped;
    keyframe(small);
    clock.advance(10_000);
    expect([seen.tags, made.length, clock.pendingTimers]).toEqual([[5], 1, 0]);
  });
});
