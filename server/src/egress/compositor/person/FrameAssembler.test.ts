import { beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../tests/support/seededRandom.ts';
import { createPacket } from '../../rtp/rtpPacket.ts';
import { FrameAssembler } from './FrameAssembler.ts';

const sps = Buffer.from('6742e01f8c8d40501ed00f08846a', 'hex');
const slice = Buffer.from('61b8', 'hex');

let assembler: FrameAssembler;
let frames: string[];
let losses: number;

beforeEach(() => {
  frames = [];
  losses = 0;
  assembler = new FrameAssembler({
    onFrame: (payloads, timestamp) => frames.push(`${timestamp}:${payloads.length}`),
    onLoss: () => {
      losses++;
    },
  });
});

function packet(sequence: number, timestamp: number, { marker = false, payload = slice } = {}): Buffer {
  return createPacket({ payloadType: 96, marker, sequence, timestamp, ssrc: 1 }, payload);
}

/** Frame `n` of three packets, from sequence number 65530 + 3n on. */
function frame(n: number, payload = slice): Buffer[] {
  return [0, 1, 2].map((i) => packet(65_530 + 3 * n + i, n, { marker: i === 2, payload }));
}

function push(packets: (Buffer | undefined)[], nowMs = 0): void {
  for (const each of packets) if (each) assembler.push(each, nowMs);
}

describe('the frame assembler', () => {
  it('gives out frames with their last packet, across the wrap of sequence numbers', () => {
    push([...frame(0), ...frame(1), ...frame(2)]);
    expect(frames).toEqual(['0:3', '1:3', '2:3']);
  });

  it('puts in order what comes in any order, and forgets what comes twice', () => {
    const [a, b, c] = frame(1);
    push([...frame(0), c, b, c, a, b, ...frame(0), ...frame(2)]);
    expect(frames).toEqual(['0:3', '1:3', '2:3']);
    expect(losses).toBe(0);
  });

  it('takes frames of a sender that sets no marker', () => {
    push([packet(1, 10), packet(2, 10), packet(3, 20), packet(4, 30)]);
    expect(frames).toEqual(['10:2', '20:1']);
  });

  it('waits 100 ms for a missing packet', () => {
    const [a, b, c] = frame(1);
    push([...frame(0), a, c], 1000);
    assembler.tick(1099);
    push([b], 1099);
    assembler.tick(1200);
    expect(frames).toEqual(['0:3', '1:3']);
    expect(losses).toBe(0);
  });

  it('goes on without it then, from the next frame on', () => {
    const [a, , c] = frame(1);
    push([...frame(0), a, c, ...frame(2)], 1000);
    expect(frames).toEqual(['0:3']);
    assembler.tick(1100);
    expect(frames).toEqual(['0:3', '2:3']);
    expect(losses).toBe(1);
  });

  it('leaves out the frame whose first packets may be missing, unless a keyframe begins there', () => {
    push([...frame(0), ...frame(2).slice(1)]);
    assembler.tick(100);
    push([...frame(4, sps), ...frame(5)], 100);
    assembler.tick(200);
    expect(frames).toEqual(['0:3', '4:3', '5:3']);
    expect(losses).toBe(2);
  });

  it('lets all that has waited long enough go at once', () => {
    for (let n = 0; n < 300; n += 2) push(frame(n));
    assembler.tick(100);
    expect(losses).toBe(149);
    push(frame(299), 100);
    expect(frames.at(-1)).toBe('299:3');
  });

  it('follows a sender that begins anew far behind', () => {
    push([
      packet(30_000, 1, { marker: true }),
      packet(5, 2, { marker: true }),
      packet(6, 3, { marker: true }),
    ]);
    expect(losses).toBe(1);
    expect(frames).toEqual(['1:1', '3:1']);
  });

  it('drops a frame that never ends', () => {
    const payload = Buffer.alloc(60_000);
    for (let i = 0; i < 200; i++) push([packet(i, 1, { payload })]);
    push([packet(200, 1, { marker: true }), packet(201, 2, { marker: true })]);
    expect(frames).toEqual(['2:1']);
  });

  it('begins anew after a reset', () => {
    push(frame(0).slice(0, 2));
    assembler.reset('VP8');
    push([packet(9, 7, { marker: true })]);
    expect(frames).toEqual(['7:1']);
  });

  it.each([1, 2, 3])('comes back to a clean stream after garbage (seed %i)', (seed) => {
    const random = seededRandom(seed);
    for (let i = 0; i < 5000; i++) {
      const at = Math.floor(random() * 65_536);
      push([packet(at, Math.floor(random() * 1e6), { marker: random() < 0.3 })], i);
      if (i % 20 === 0) assembler.tick(i);
    }
    frames = [];
    for (let n = 0; n < 2000; n++) {
      push(frame(n % 20_000), 5000 + n * 40);
      assembler.tick(5000 + n * 40);
    }
    expect(frames.at(-1)).toBe('1999:3');
    expect(frames.length).toBeGreaterThan(1000);
  });
});
