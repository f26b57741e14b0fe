import type { RoomSnapshot } from '@lianmai/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoStage } from '../../server/src/ingest/syntheticPeople.ts';
import { guestToken, RawClient } from '../support/RawClient.ts';
import { ServerProcess } from '../support/ServerProcess.ts';
import { FlvStageReader } from '../support/stage/FlvStageReader.ts';
import { HlsStageReader } from '../support/stage/HlsStageReader.ts';
import { waitFor } from '../support/waitFor.ts';
import { isGone } from './egressStreamWait.ts';

/** Who sits where. */
const everybody = Object.fromEntries(demoStage.map(({ number }) => [number, number]));

let server: ServerProcess;
const closings: (() => Promise<void>)[] = [];

beforeEach(async () => {
  server = await ServerProcess.start({}, ['--demo=stage']);
  closings.push(() => server.close());
});
afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close();
});

async function openFlv(): Promise<FlvStageReader> {
  const reader = await FlvStageReader.open(`${server.baseUrl}/live/demo.flv`);
  closings.push(() => reader.close());
  return reader;
}

async function openHls(): Promise<HlsStageReader> {
  const reader = await HlsStageReader.open(`${server.baseUrl}/live/demo/index.m3u8`);
  closings.push(() => reader.close());
  return reader;
}

async function snapshot(): Promise<RoomSnapshot> {
  const { token } = await guestToken(server.baseUrl);
  const client = await RawClient.connect(server.baseUrl, token);
  const joined = await client.request('join', { roomId: 'demo' });
  client.close();
  return joined.snapshot;
}

describe('--demo=stage', () => {
  it('has an anchor and three CoHosts on their seats, each with a camera and a microphone', async () => {
    const { publications, stage } = await snapshot();
    const taken = stage.seats.filter(({ state }) => state === 'taken').map(({ seat }) => seat);
    expect(taken).toEqual([0, 1, 2, 3]);
    for (const { number, user } of demoStage) {
      const own = publications.filter(({ seat }) => seat === number);
      expect(own.map(({ source }) => source).sort()).toEqual(['camera', 'microphone']);
      expect(own[0]?.user).toEqual(user);
    }
  });

  it('shows and sounds everybody in FLV and in HLS', async () => {
    const flv = await openFlv();
    await flv.recording.sees(everybody);
    await flv.recording.hears(demoStage);
    const hls = await openHls();
    await hls.recording.sees(everybody);
    await hls.recording.hears(demoStage);
    for (const { recording } of [flv, hls]) {
      const names = recording.layout?.tiles.map(({ seat, name }) => [seat, name]).sort();
      expect(names).toEqual(demoStage.map(({ number, user }) => [number, user.name]));
    }
    hls.assertUnbroken();
  });

  it('has a CoHost back whose source was killed, the others going on', async () => {
    const flv = await openFlv();
    await flv.recording.sees(everybody);
    const [, second] = await server.children('lavfi');
    process.kill(second ?? -1, 'SIGKILL');
    await waitFor('somebody to be gone', () => (flv.recording.layout?.tiles.length ?? 4) < 4);
    await flv.recording.sees(everybody);
    expect(flv.longestTimestampGapMs()).toBeLessThanOrEqual(1000);
    expect(flv.hasEnded).toBe(false);
  });

  it('is back on stage when the media worker was killed', async () => {
    const flv = await openFlv();
    await flv.recording.sees(everybody);
    const [worker] = await server.children('mediasoup-worker');
    process.kill(worker ?? -1, 'SIGKILL');
    await waitFor('the stage to be empty', async () => (await snapshot()).publications.length === 0, {
      everyMs: 10,
    });
    await waitFor('everybody to be back', async () => (await snapshot()).publications.length === 8, {
      deadlineMs: 20_000,
    });
    await flv.recording.goesOn(1000);
    await flv.recording.sees(everybody);
  });

  it('leaves nothing running when the server is killed, sources included', async () => {
    const children = await server.children('');
    expect(children.length).toBeGreaterThanOrEqual(5);
    server.signal('SIGKILL');
    await server.exited;
    await waitFor('its children to end', () => children.every(isGone), { deadlineMs: 15_000 });
  });

  it('leaves nothing running', async () => {
    const children = await server.children('');
    expect(children.length).toBeGreaterThanOrEqual(5);
    server.signal('SIGTERM');
    await expect(server.exited).resolves.toEqual({ code: 0, signal: null });
  });
});
