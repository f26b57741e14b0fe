import { describe, expect, it } from 'vitest';
import { sequenceParameterSet } from '../../../../tests/support/sequenceParameterSet.ts';
import type { MediaPart } from './rtmpMedia.ts';
import { StreamMeter } from './StreamMeter.ts';

const sps = sequenceParameterSet({ widthInMbs: 80, heightInMbs: 45 });
const avcC = Buffer.concat([Buffer.from([1, 77, 0, 30, 0xff, 0xe1, 0, sps.length]), sps]);
const videoConfig = Buffer.concat([Buffer.from([0x17, 0, 0, 0, 0]), avcC]);
// AAC-LC, 44,100 Hz, two channels.
const audioConfig = Buffer.from([0xaf, 0, 0x12, 0x10]);

const asItIs = { isReencoded: false, isHeld: false };

/** A publisher of 25 pictures a second, 1,000 bytes each, which starts at this time of its own clock. */
function publisher({ keyframeEvery = 25, hasReordering = false, startsAtMs = 0 } = {}) {
  const meter = new StreamMeter(0);
  let pictures = 0;
  const note = (kind: 'video' | 'audio', body: Buffer, part: MediaPart) =>
    meter.note({ kind, body, timestampMs: (startsAtMs + pictures * 40) >>> 0 }, part);
  const send = (count: number) => {
    for (let i = 0; i < count; i++) {
      const isKeyframe = pictures % keyframeEvery === 0;
      note('video', Buffer.alloc(1000), { kind: 'video', isKeyframe, hasReordering });
      pictures += 1;
    }
  };
  return { meter, send, note };
}

describe('StreamMeter', () => {
  it('says of what came how large, how fast and how much it is', () => {
    const { meter, send, note } = publisher();
    expect(meter.read(0, asItIs)).toMatchObject({ video: null, audio: null, bitrateBps: null });
    note('video', videoConfig, { kind: 'videoConfig', config: videoConfig });
    note('audio', audioConfig, { kind: 'audioConfig', config: audioConfig });
    send(25);
    meter.read(1000, asItIs);
    send(26);
    expect(meter.read(2000, asItIs)).toEqual({
      sinceMs: 0,
      video: { codec: 'H.264 Main', width: 1280, height: 720, fps: 26 },
      audio: { codec: 'AAC', sampleRateHz: 44_100, channels: 2 },
      bitrateBps: 200_000,
      keyframeEveryMs: 1000,
      ...asItIs,
      warnings: [],
    });
  });

  it('is of the last three seconds', () => {
    const { meter, send } = publisher();
    send(25);
    for (const second of [1, 2, 3, 4]) meter.read(second * 1000, asItIs);
    expect(meter.read(5000, asItIs).bitrateBps).toBe(0);
  });

  it('warns of B-frames, and says that the picture is encoded anew', () => {
    const { meter, send } = publisher({ hasReordering: true });
    send(30);
    expect(meter.read(1000, { isReencoded: true, isHeld: false })).toMatchObject({
      warnings: ['b_frames'],
      isReencoded: true,
    });
  });

  it.each([
    ['two seconds', 50, 120, []],
    ['ten seconds', 250, 260, ['rare_keyframes']],
    ['ten seconds, before the second one', 250, 200, ['rare_keyframes']],
  ])('warns of rare keyframes, not of those every %s', (_what, keyframeEvery, pictures, warnings) => {
    const { meter, send } = publisher({ keyframeEvery });
    send(pictures);
    expect(meter.read(1000, asItIs).warnings).toEqual(warnings);
  });

  it('counts on when the publisher’s clock goes round', () => {
    const { meter, send } = publisher({ startsAtMs: 2 ** 32 - 500 });
    send(30);
    expect(meter.read(1000, asItIs)).toMatchObject({ keyframeEveryMs: 1000, warnings: [] });
  });

  it.each([
    ['video', Buffer.from([0x17, 0, 0, 0, 0, 1])],
    ['audio', Buffer.from([0xaf, 0, 0x12])],
  ] as const)('does not fall over a %s configuration that is none', (kind, body) => {
    const { meter, note } = publisher();
    note(kind, body, { kind: `${kind}Config`, config: body });
    expect(meter.read(1000, asItIs)).toMatchObject({ video: null, audio: null });
  });
});
