import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/FakeClock.ts';
import { silentLogger } from '../../core/logger.ts';
import { type CompositorEnd, CompositorProcess } from './CompositorProcess.ts';
import type { CompositorReport } from './protocol.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compositor-'));
});
afterAll(() => rm(folder, { recursive: true }));

let programs = 0;

/** A child that runs `program`, where `send` reports and `on` is told of requests by their type. */
async function start(program: string) {
  const modulePath = join(folder, `program-${programs++}.mjs`);
  const prelude = `
    const send = (report) => process.send(report);
    const on = (type, task) => process.on('message', (request) => request.type === type && task(request));
    process.on('message', () => {});
  `;
  await writeFile(modulePath, prelude + program);
  const clock = new FakeClock();
  const reports: CompositorReport[] = [];
  const ends: CompositorEnd[] = [];
  const waiting = new Set<() => void>();
  const process = new CompositorProcess({
    setup: { ffmpegPath: 'ffmpeg', originMs: 0, frameRate: 25 },
    clock,
    log: silentLogger(),
    modulePath,
    onReport: (report) => {
      reports.push(report);
      for (const look of waiting) look();
    },
    onEnded: (end) => ends.push(end),
  });
  const told = (type: CompositorReport['type']) =>
    new Promise<void>((resolve) => {
      const look = () => reports.some((report) => report.type === type) && resolve();
      waiting.add(look);
      look();
    });
  return { process, clock, reports, ends, told };
}

const isReady = `on('setUp', () => send({ type: 'ready' }));`;
const tag = `{ type: 'tag', tag: { kind: 'audio', timestampMs: 5, payload: Buffer.from('sound') } }`;

describe('a compositor process', () => {
  it('is set up first, becomes ready, begins, and ends when it is told to', async () => {
    const { process, clock, reports, ends, told } = await start(
      `${isReady} on('begin', () => send(${tag})); on('finish', () => process.exit());`,
    );
    expect(process.state).toEqual({ name: 'starting' });
    await told('ready');
    expect(process.state).toEqual({ name: 'ready' });
    process.begin(40);
    await told('tag');
    expect(process.state).toEqual({ name: 'running' });
    expect(reports.at(-1)).toEqual({
      type: 'tag',
      tag: { kind: 'audio', timestampMs: 5, payload: Buffer.from('sound') },
    });
    expect(await process.stop()).toEqual({ kind: 'stopped' });
    expect([ends, clock.pendingTimers]).toEqual([[{ kind: 'stopped' }], 0]);
  });

  it('is heard to its last tag', async () => {
    const { process, reports, told } = await start(
      `${isReady} on('finish', () => {
        let left = 500;
        for (let i = 0; i < 500; i++) process.send(${tag}, () => --left === 0 && process.exit());
      });`,
    );
    await told('ready');
    await process.stop();
    expect(reports.filter(({ type }) => type === 'tag')).toHaveLength(500);
  });

  it('ends once when it dies by itself, and says how', async () => {
    const { process, ends, told } = await start(`${isReady} on('begin', () => process.exit(7));`);
    await told('ready');
    process.begin(0);
    expect(await process.stop()).toBeDefined();
    expect(ends).toHaveLength(1);
  });

  it('that cannot run at all ends', async () => {
    const { process } = await start('throw new Error("no such luck");');
    const ended = new Promise<CompositorEnd>((resolve) => {
      const look = () => (process.state.name === 'ended' ? resolve(process.state.end) : setTimeout(look, 10));
      look();
    });
    expect(await ended).toEqual({ kind: 'exited', code: 1, signal: null });
  });

  it('is killed when it is not ready in time', async () => {
    const { process, clock } = await start('');
    clock.advance(12_000);
    expect(await process.stop()).toEqual({ kind: 'killed', why: 'not ready in time' });
  });

  it('is killed when it is ready and then silent', async () => {
    const { process, clock, told } = await start(isReady);
    await told('ready');
    clock.advance(3000);
    expect(process.state.name).toBe('ready');
    clock.advance(500);
    expect(await process.stop()).toEqual({ kind: 'killed', why: 'no sign of life' });
  });

  it('is killed when it has begun and gives no tag, whatever else it says', async () => {
    const { process, clock, told } = await start(
      `${isReady} on('begin', () => send({ type: 'keyFrameWanted', personId: 'p' }));`,
    );
    await told('ready');
    process.begin(0);
    await told('keyFrameWanted');
    clock.advance(4000);
    expect(process.state.name).toBe('running');
    clock.advance(500);
    expect(await process.stop()).toEqual({ kind: 'killed', why: 'no output' });
  });

  it('is killed when its tags stop', async () => {
    const { process, clock, told } = await start(`${isReady} on('begin', () => send(${tag}));`);
    await told('ready');
    process.begin(0);
    await told('tag');
    clock.advance(3500);
    expect(await process.stop()).toEqual({ kind: 'killed', why: 'no output' });
  });

  it('that replaces its encoder gets the time for it, but no more than that', async () => {
    const stats = `{ frames: 0, framesLate: 0, framesDropped: 0, worstLatenessMs: 0, decoders: 0, restarts: 1 }`;
    const { process, clock, told } = await start(
      `${isReady} on('begin', () => send(${tag})); on('detachTrack', () => send({ type: 'stats', stats: ${stats} }));`,
    );
    await told('ready');
    process.begin(0);
    await told('tag');
    clock.advance(2500);
    process.send({ type: 'detachTrack', personId: 'p', kind: 'video' });
    await told('stats');
    clock.advance(3000);
    expect(process.state.name).toBe('running');
    clock.advance(1000);
    expect(await process.stop()).toEqual({ kind: 'killed', why: 'no output' });
  });

  it('that heeds neither its parent nor SIGTERM is killed', async () => {
    const { process, clock, told } = await start(`${isReady} process.on('SIGTERM', () => {});`);
    await told('ready');
    const stopped = process.stop();
    clock.advance(2500);
    expect(await stopped).toEqual({ kind: 'stopped' });
    expect(clock.pendingTimers).toBe(0);
  });

  it('is not listened to when it talks nonsense', async () => {
    const { process, reports, told } = await start(
      `on('setUp', () => { send('hello'); send(null); send({ type: 'obey' }); send({ type: 'ready' }); });`,
    );
    await told('ready');
    expect(reports).toEqual([{ type: 'ready' }]);
    process.kill('enough');
    expect(await process.stop()).toEqual({ kind: 'killed', why: 'enough' });
  });
});
