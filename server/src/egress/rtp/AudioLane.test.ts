import { beforeEach, describe, expect, it } from 'vitest';
import { AudioLane } from './AudioLane.ts';
import { LipSync } from './LipSync.ts';
import { opusSilence } from './opusPayload.ts';
import { createPacket, payloadOf, sequenceOf, timestampOf } from './rtpPacket.ts';

const voice = Buffer.from([0xfc, 1, 2, 3]);
let lane: AudioLane;
let emitted: { atMs: number; sequence: number; isSilence: boolean }[];

beforeEach(() => {
  emitted = [];
  const emit = (packet: Buffer) => {
    const isSilence = payloadOf(packet).equals(opusSilence);
    emitted.push({ atMs: timestampOf(packet) / 48, sequence: sequenceOf(packet), isSilence });
  };
  lane = new AudioLane({ ssrc: 1, payloadType: 97, lipSync: new LipSync(), emit });
  lane.attach({ clockRate: 48_000 });
});

/** A packet captured at `mediaMs` of its track, which began just before its RTP clock wrapped. */
function push(mediaMs: number, nowMs: number): void {
  const timestamp = (2 ** 32 - 480 + mediaMs * 48) % 2 ** 32;
  lane.push(createPacket({ payloadType: 111, marker: false, sequence: 9, timestamp, ssrc: 5 }, voice), nowMs);
}

function expectGapless(): void {
  emitted.forEach(({ atMs, sequence }, i) => {
    expect(atMs).toBe(i * 20);
    expect(sequence).toBe(i);
  });
}

it('fills the time before the first packet', () => {
  push(0, 100);
  push(20, 130);
  expect(emitted.map(({ isSilence }) => isSilence)).toEqual([true, true, true, true, true, false, false]);
  expectGapless();
});

describe('whose sound is used at its time', () => {
  /** Of a network that delays each packet by `delayMs(n)`; how late they were when they came out, silence left out. */
  function lags(packets: number, delayMs: (n: number) => number): number[] {
    const arrivals = Array.from({ length: packets }, (_, n) => ({ n, nowMs: n * 20 + delayMs(n) }));
    const late: number[] = [];
    let nowMs = 0;
    const options = { ssrc: 1, payloadType: 97, lipSync: new LipSync(), maxLagMs: 40 };
    const emit = (packet: Buffer) => {
      if (!payloadOf(packet).equals(opusSilence)) late.push(nowMs - timestampOf(packet) / 48);
    };
    lane = new AudioLane({ ...options, emit });
    lane.attach({ clockRate: 48_000 });
    for (const arrival of arrivals.sort((a, b) => a.nowMs - b.nowMs)) {
      nowMs = arrival.nowMs;
      push(arrival.n * 20, nowMs);
      lane.tick(nowMs);
    }
    return late;
  }

  it('moves to where it arrives when the network has become slower', () => {
    const late = lags(600, (n) => (n < 200 ? 0 : 300));
    expect(late.length).toBeGreaterThan(450);
    expect(Math.max(...late.slice(-200))).toBeLessThanOrEqual(40);
  });

  it('stays where it is after one stall', () => {
    const late = lags(600, (n) => (n >= 220 && n < 245 ? 500 - (n - 220) * 20 : 0));
    expect(late.slice(-200).every((lagMs) => Math.abs(lagMs) <= 20)).toBe(true);
  });
});

it('may begin late on the timeline', () => {
  const startMs = 10 * 3_600_000;
  const seen: number[] = [];
  const emit = (packet: Buffer) => seen.push(timestampOf(packet) / 48);
  lane = new AudioLane({ ssrc: 1, payloadType: 97, lipSync: new LipSync(), startMs, emit });
  lane.tick(startMs + 40);
  expect(seen).toEqual([startMs, startMs + 20]);
});

it('fills a lost packet when the next one comes', () => {
  push(0, 0);
  push(40, 40);
  expect(emitted.map(({ isSilence }) => isSilence)).toEqual([false, true, false]);
  expectGapless();
});

it('fills a pause in real time and goes on with the track', () => {
  push(0, 0);
  for (let nowMs = 20; nowMs <= 5000; nowMs += 20) lane.tick(nowMs);
  expect(lane.nextMs).toBe(5000);
  push(5000, 5003);
  expect(emitted.at(-1)).toMatchObject({ atMs: 5000, isSilence: false });
  expectGapless();
});

it('does not fill before jitter may have passed', () => {
  push(0, 0);
  lane.tick(140);
  expect(emitted).toHaveLength(1);
});

it('drops what comes after its time has been filled', () => {
  push(0, 0);
  lane.tick(200);
  push(20, 201);
  expect(emitted.every(({ isSilence }, i) => i === 0 || isSilence)).toBe(true);
  expectGapless();
});

it('follows a track whose clock jumps', () => {
  push(0, 0);
  push(3_600_000, 20);
  expect(lane.nextMs).toBe(40);
  expectGapless();
});

it('survives packets that are not Opus', () => {
  lane.push(
    createPacket({ payloadType: 1, marker: false, sequence: 1, timestamp: 1, ssrc: 1 }, Buffer.alloc(0)),
    0,
  );
  expect(emitted).toEqual([]);
});

it('stays in time however often packets are held back and come in a burst', () => {
  let held: number[] = [];
  for (let nowMs = 0; nowMs < 60_000; nowMs += 20) {
    held.push(nowMs);
    if (nowMs % 10_000 >= 2000) {
      for (const mediaMs of held) push(mediaMs, nowMs);
      held = [];
    }
    lane.tick(nowMs);
    expect(lane.nextMs - nowMs).toBeLessThanOrEqual(240);
  }
  expect(lane.nextMs).toBeGreaterThan(59_500);
  expectGapless();
});

it('follows a clock that runs fast without falling silent', () => {
  for (let mediaMs = 0; mediaMs < 100_000; mediaMs += 20) push(mediaMs, mediaMs * 0.99);
  expect(emitted.filter(({ isSilence }) => isSilence)).toHaveLength(0);
  expect(lane.nextMs - 99_000).toBeLessThanOrEqual(240);
  expect(emitted.length).toBeGreaterThan(4900);
});
