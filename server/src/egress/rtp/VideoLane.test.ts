import { beforeEach, describe, expect, it } from 'vitest';
import { flushSlice } from './flushSlice.ts';
import { aggregateNals } from './h264Payload.ts';
import { LipSync } from './LipSync.ts';
import { placeholderPps, placeholderSps } from './placeholder.ts';
import { createPacket, payloadOf, sequenceDistance, sequenceOf, timestampOf } from './rtpPacket.ts';
import { VideoLane } from './VideoLane.ts';

const sets = aggregateNals([
  Buffer.from('6742e01f8c8d40501ed00f08846a', 'hex'),
  Buffer.from('68ce3c80', 'hex'),
]);
const idr = Buffer.from('65b8', 'hex');
const slice = Buffer.from('61b8', 'hex');

/** Its first packet: descriptor, frame tag, start code, size. */
function vp8Keyframe(width: number, height: number): Buffer {
  const keyframe = Buffer.from('10100000' + '9d012a' + '00000000' + 'ff', 'hex');
  keyframe.writeUInt16LE(width, 7);
  keyframe.writeUInt16LE(height, 9);
  return keyframe;
}

let lane: VideoLane;
let lipSync: LipSync;
let unreadable: number;
let keyframes: { sps: string; atMs: number }[];
let out: { payload: Buffer; sequence: number; atMs: number }[];
let sequence = 0;

beforeEach(() => {
  sequence = 65_530;
  create();
});

function create({ isBare = false } = {}): void {
  keyframes = [];
  unreadable = 0;
  out = [];
  lipSync = new LipSync();
  lane = new VideoLane({
    isBare,
    ssrc: 1,
    payloadType: 96,
    lipSync,
    onKeyframe: (config, atMs) => {
      keyframes.push({ sps: config.codec === 'H264' ? config.sps.toString('hex') : 'VP8', atMs });
    },
    onUnreadableSps: () => {
      unreadable++;
    },
    emit: (packet) => {
      const payload = Buffer.from(payloadOf(packet));
      out.push({ payload, sequence: sequenceOf(packet), atMs: timestampOf(packet) / 90 });
    },
  });
  lane.attach({ codec: 'H264', clockRate: 90_000, codecParameters: {} }, 0);
}

/** A picture of one packet for each payload, captured at `mediaMs`. */
function picture(payloads: Buffer[], mediaMs: number, nowMs = mediaMs): void {
  packets(payloads, mediaMs).forEach((packet) => {
    lane.push(packet, nowMs);
  });
}

function packets(payloads: Buffer[], mediaMs: number): Buffer[] {
  const timestamp = (2 ** 32 - 900 + mediaMs * 90) % 2 ** 32;
  return payloads.map((payload, i) => {
    const marker = i === payloads.length - 1;
    return createPacket(
      { payloadType: 5, marker, sequence: sequence++ & 0xffff, timestamp, ssrc: 5 },
      payload,
    );
  });
}

const pictures = () => out.filter(({ payload }) => !payload.equals(flushSlice));

function expectOrdered(): void {
  out.slice(1).forEach((packet, i) => {
    const before = out[i];
    if (!before) return;
    expect(sequenceDistance(packet.sequence, before.sequence)).toBe(1);
    expect(packet.atMs).toBeGreaterThanOrEqual(before.atMs);
  });
}

describe('the video lane', () => {
  it('begins with a keyframe and follows every picture with a flush slice', () => {
    picture([slice], 0);
    picture([sets, idr], 40);
    picture([slice], 80);
    expect(keyframes).toEqual([{ sps: '6742e01f8c8d40501ed00f08846a', atMs: 40 }]);
    expect(out.map(({ payload }) => payload)).toEqual([sets, idr, flushSlice, slice, flushSlice]);
    expectOrdered();
  });

  it('adds the parameter sets that a publisher sends only once', () => {
    picture([sets, idr], 0);
    picture([idr], 40);
    expect(out.map(({ payload }) => payload)).toEqual([sets, idr, flushSlice, sets, idr, flushSlice]);
    expectOrdered();
  });

  it('knows parameter sets from signalling', () => {
    const sprop = `${placeholderSps.toString('base64')},${placeholderPps.toString('base64')}`;
    lane.attach({ codec: 'H264', clockRate: 90_000, codecParameters: { 'sprop-parameter-sets': sprop } }, 0);
    picture([idr], 0);
    expect(keyframes).toHaveLength(1);
  });

  it('announces a keyframe once, whatever its packets', () => {
    const [sps, pps] = [Buffer.from('6742e01f8c8d40501ed00f08846a', 'hex'), Buffer.from('68ce3c80', 'hex')];
    picture([sps, pps, idr, idr], 0);
    expect(keyframes).toHaveLength(1);
    expect(pictures().map(({ payload }) => payload)).toEqual([sps, pps, idr, idr]);
  });

  it('holds a bounded number of parameter sets, and none of an older picture', () => {
    const sps = Buffer.from('6742e01f8c8d40501ed00f08846a', 'hex');
    const pps = Buffer.from('68ce3c80', 'hex');
    picture(
      Array.from({ length: 100 }, () => pps),
      0,
    );
    picture([...Array.from({ length: 100 }, () => sps), pps, idr], 40);
    expect(keyframes).toHaveLength(1);
    expect(pictures()).toHaveLength(9);
    expect(pictures().every(({ payload, atMs }) => atMs === 40 && !payload.equals(pps))).toBe(true);
  });

  it('leaves out pictures whose parameter set makes no sense, says so once, and shows the last good one', () => {
    const crafted = aggregateNals([Buffer.from('6742001fd3', 'hex'), Buffer.from('68ce3c80', 'hex')]);
    picture([sets, idr], 0);
    picture([crafted, idr], 40);
    picture([slice], 80);
    picture([crafted, idr], 120);
    expect(pictures()).toHaveLength(2);
    expect([keyframes.length, unreadable]).toEqual([1, 1]);
    lane.tick(1040);
    expect(keyframes).toHaveLength(2);
    picture([sets, idr], 1080);
    expect(pictures().at(-1)).toMatchObject({ payload: idr, atMs: 1080 });
    expectOrdered();
  });

  it('keeps the gap of a lost packet and the place of a late one', () => {
    picture([sets, idr], 0);
    const [first, late, last] = packets([slice, slice, slice], 40);
    for (const packet of [first, last, late]) if (packet) lane.push(packet, 40);
    const [a, c, , b] = out.slice(3).map((packet) => packet.sequence);
    expect([b, c].map((value) => sequenceDistance(value ?? 0, a ?? 0))).toEqual([1, 2]);
    expect(new Set(out.map((packet) => packet.sequence)).size).toBe(out.length);
  });

  it('shows the last keyframe again while nothing comes, then waits for the next', () => {
    picture([sets, idr], 0);
    picture([slice], 40);
    lane.tick(1000);
    expect(keyframes).toHaveLength(1);
    lane.tick(1040);
    lane.tick(2040);
    expect(keyframes.map(({ atMs }) => atMs)).toEqual([0, 1040, 2040]);
    picture([slice], 2060);
    expect(pictures().at(-1)?.payload).toEqual(idr);
    picture([sets, idr], 2100);
    picture([slice], 2140);
    expect(pictures().at(-1)).toMatchObject({ payload: slice, atMs: 2140 });
    expectOrdered();
  });

  it('does not replay a keyframe that has not come whole', () => {
    picture([sets, idr], 0);
    const [first, , last] = packets([sets, idr, idr], 500);
    for (const packet of [first, last]) if (packet) lane.push(packet, 500);
    out = [];
    lane.replay(600);
    expect(pictures().map(({ payload }) => payload)).toEqual([sets, idr]);
  });

  it('shows the placeholder when a track gives nothing for 1.5 s, and at once without a track', () => {
    lane.tick(1480);
    expect(keyframes).toEqual([]);
    lane.tick(1500);
    expect(keyframes[0]?.sps).toBe(placeholderSps.toString('hex'));
  });

  it('goes on across a replaced track', () => {
    picture([sets, idr], 0);
    lane.attach({ codec: 'H264', clockRate: 90_000, codecParameters: {} }, 100);
    sequence = 17;
    picture([slice], 7_000_000, 100);
    picture([sets, idr], 7_000_040, 140);
    expect(pictures().at(-1)?.atMs).toBe(140);
    expectOrdered();
  });

  it('is not ahead for ever when its first picture came late', () => {
    picture([sets, idr], 0, 1500);
    for (let mediaMs = 40; mediaMs <= 4000; mediaMs += 40) picture([slice], mediaMs, Math.max(1500, mediaMs));
    expect(pictures().at(-1)?.atMs).toBeLessThan(4100);
    expectOrdered();
  });

  it('slews towards the sound once reports tell the difference', () => {
    lipSync.audioPlaced(1000, 1000);
    picture([sets, idr], 0, 120);
    lane.onReport({ ssrc: 5, ntpMs: 0, rtpTimestamp: 2 ** 32 - 900 });
    let lastAtMs = 0;
    for (let mediaMs = 40; mediaMs <= 2000; mediaMs += 40) {
      picture([slice], mediaMs, mediaMs + 120);
      const atMs = pictures().at(-1)?.atMs ?? 0;
      expect(atMs - lastAtMs).toBeGreaterThan(30);
      lastAtMs = atMs;
    }
    expect(lastAtMs).toBeCloseTo(2000, 0);
    expectOrdered();
  });

  it('changes to VP8', () => {
    picture([sets, idr], 0);
    lane.attach({ codec: 'VP8', clockRate: 90_000, codecParameters: {} }, 40);
    picture([Buffer.from('1001', 'hex')], 40);
    picture([vp8Keyframe(640, 360)], 80);
    expect(keyframes.at(-1)).toEqual({ sps: 'VP8', atMs: 80 });
    expect(out.at(-1)?.payload).toEqual(vp8Keyframe(640, 360));
  });

  it('leaves VP8 pictures out that are too large, until there is one that is not', () => {
    lane.attach({ codec: 'VP8', clockRate: 90_000, codecParameters: {} }, 0);
    picture([vp8Keyframe(640, 360)], 0);
    picture([vp8Keyframe(16_000, 16_000)], 40);
    picture([Buffer.from('1001', 'hex')], 80);
    expect([keyframes.length, out.length, unreadable, lane.waitsForKeyframe]).toEqual([1, 1, 1, true]);
    picture([vp8Keyframe(1280, 720)], 120);
    expect([keyframes.length, out.length, unreadable]).toEqual([2, 2, 1]);
  });

  it('takes no parameter set of thousands of bytes', () => {
    const giant = (head: Buffer) => Buffer.concat([head, Buffer.alloc(60_000, 1)]);
    const [sps, pps] = [Buffer.from('6742e01f8c8d40501ed00f08846a', 'hex'), Buffer.from('68ce3c80', 'hex')];
    picture([aggregateNals([sps, giant(pps)]), idr], 0);
    picture([aggregateNals([giant(sps), pps]), idr], 40);
    expect([keyframes, unreadable]).toEqual([[], 1]);
    picture([sets, idr], 80);
    expect(keyframes).toHaveLength(1);
  });

  it('goes on without a keyframe when sequence numbers have gone round', () => {
    create({ isBare: true });
    picture([sets, idr], 0);
    for (let n = 1; n <= 34_000; n++) picture([slice], n * 4);
    expect(out).toHaveLength(34_002);
  });

  it('waits for a keyframe when sequence numbers jump far back', () => {
    sequence = 40_000;
    picture([sets, idr], 0);
    sequence = 20_000;
    picture([slice], 40);
    expect([pictures().length, lane.waitsForKeyframe]).toEqual([2, true]);
    picture([sets, idr], 80);
    expect([pictures().length, lane.waitsForKeyframe]).toEqual([4, false]);
    expectOrdered();
  });

  it('that is bare gives what was published and nothing else', () => {
    create({ isBare: true });
    lane.tick(5000);
    picture([slice], 5040);
    picture([sets, idr], 5080);
    picture([slice], 5120);
    lane.tick(9000);
    expect(out.map(({ payload }) => payload)).toEqual([sets, idr, slice]);
    picture([slice], 9040);
    expect(out).toHaveLength(4);
    expectOrdered();
  });
});
