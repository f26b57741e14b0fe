import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FakeClock } from '../../core/FakeClock.ts';
import { silentLogger } from '../../core/logger.ts';
import type { FfmpegEnd } from '../ffmpeg/FfmpegProcess.ts';
import { placeholderPps, placeholderSps } from '../rtp/placeholder.ts';
import { FfmpegGeneration } from './FfmpegGeneration.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'generation-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A program that writes an FLV header with this SPS and then waits. */
async function flvProgram(sps: Buffer): Promise<string> {
  const u16 = (value: number) => Buffer.from([value >> 8, value & 0xff]);
  const record = Buffer.from([1, 0x42, 0xc0, 0x1f, 0xff, 0xe1]);
  const avcC = [record, u16(sps.length), sps, Buffer.from([1]), u16(placeholderPps.length), placeholderPps];
  const tag = (type: number, body: Buffer) => {
    const head = Buffer.from([type, 0, 0, body.length, 0, 0, 0, 0, 0, 0, 0]);
    return Buffer.concat([head, body, Buffer.from([0, 0, 0, 11 + body.length])]);
  };
  const flv = Buffer.concat([
    Buffer.from('464c5601050000000900000000', 'hex'),
    tag(9, Buffer.concat([Buffer.from([0x17, 0, 0, 0, 0]), ...avcC])),
    tag(8, Buffer.from([0xaf, 0, 0x11, 0x90])),
  ]);
  const path = join(folder, `flv-${sps.length}`);
  const script = `process.stdout.write(Buffer.from('${flv.toString('hex')}', 'hex')); setInterval(() => {}, 1000);`;
  await writeFile(path, `#!${process.execPath}\n${script}\n`, { mode: 0o755 });
  return path;
}

function start(ffmpegPath: string) {
  const clock = new FakeClock();
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<FfmpegEnd>();
  const generation = new FfmpegGeneration({
    config: { codec: 'H264', sps: placeholderSps, pps: placeholderPps },
    startMs: 0,
    ffmpegPath,
    clock,
    log: silentLogger(),
    onConfig: () => ready.resolve(),
    onTag: () => {},
    onEnded: ended.resolve,
  });
  return { clock, generation, ready: ready.promise, ended: ended.promise };
}

it('does not take a slow start for a hang, but silence after it', async () => {
  const { clock, generation, ready, ended } = start(await flvProgram(placeholderSps));
  clock.advance(3000);
  await ready;
  generation.killIfHung();
  expect(generation.isReady).toBe(true);
  clock.advance(2100);
  generation.killIfHung();
  expect(await ended).toEqual({ kind: 'killed', why: 'no output' });
});

it('ends when its output describes no picture', async () => {
  const { ended } = start(await flvProgram(Buffer.from('6742001fd3', 'hex')));
  expect(await ended).toEqual({ kind: 'killed', why: 'unreadable output' });
});
