import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { waitFor } from '../../../../../tests/support/waitFor.ts';
import { FakeClock } from '../../../core/FakeClock.ts';
import { silentLogger } from '../../../core/logger.ts';
import type { FfmpegEnd } from '../../ffmpeg/FfmpegProcess.ts';
import { Decoder } from './Decoder.ts';

/** One picture of time 0. */
const answer = execFileSync('ffmpeg', [
  ...['-v', 'error', '-f', 'lavfi', '-i', 'color=s=16x16:r=25', '-frames:v', '1', '-c:v', 'rawvideo'],
  ...['-pix_fmt', 'yuv420p', '-strict', 'experimental', '-syncpoints', 'none', '-f', 'nut', 'pipe:1'],
]);
/** Answers the first unit and no other. */
const child = `process.stdin.resume(); process.stdout.write(Buffer.from('${answer.toString('base64')}', 'base64'))`;

let clock: FakeClock;
let decoder: Decoder;
let decoded: number;
let end: FfmpegEnd | null;
let timeMs: number;

beforeEach(async () => {
  clock = new FakeClock();
  decoded = 0;
  end = null;
  timeMs = 0;
  decoder = new Decoder({
    ffmpegPath: process.execPath,
    args: ['-e', child],
    track: { codecId: 'V_VP8', format: { kind: 'video', width: 16, height: 16 } },
    clock,
    log: silentLogger(),
    onDecoded: () => decoded++,
    onEnded: (how) => {
      end = how;
    },
  });
  offer(true);
  await waitFor('the first picture', () => decoded === 1);
});

afterEach(() => decoder.close());

function offer(isKeyframe = false): boolean {
  timeMs += 40;
  return decoder.offer({ timestampMs: timeMs - 40, isKeyframe, data: Buffer.alloc(1) });
}

/** One picture each 40 ms; how many of them are taken. */
function offerFor(ms: number): number {
  let taken = 0;
  for (let passedMs = 0; passedMs < ms; passedMs += 40) {
    clock.advance(40);
    if (offer()) taken++;
    decoder.killIfHung();
  }
  return taken;
}

it('one that keeps the last pictures of a publisher who has frozen does not hang', async () => {
  expect(offerFor(400)).toBe(10);
  clock.advance(60_000);
  decoder.killIfHung();
  expect(offer()).toBe(true);
  decoder.killIfHung();
  expect(end).toBeNull();
});

it('one that answers nothing of what keeps coming is given no more after a second, and killed after two', async () => {
  const taken = offerFor(1500);
  expect(taken).toBeGreaterThan(20);
  expect(taken).toBeLessThan(30);
  expect(offer(true)).toBe(false);
  expect(offerFor(1000)).toBe(0);
  await waitFor('its end', () => end?.kind === 'killed');
});

it('a stall of this process is not held against it', async () => {
  expect(offerFor(200)).toBe(5);
  clock.advance(5000);
  for (let i = 0; i < 125; i++) expect(offer()).toBe(true);
  decoder.killIfHung();
  expect(end).toBeNull();
});
