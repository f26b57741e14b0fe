import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FlvReader } from '../support/FlvReader.ts';
import { ServerProcess } from '../support/ServerProcess.ts';
import { waitFor } from '../support/waitFor.ts';

const run = promisify(execFile);

let server: ServerProcess;
const readers: FlvReader[] = [];

beforeEach(async () => {
  server = await ServerProcess.start({}, ['--demo']);
});
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.close();
  await server.close();
});

async function openFlv(): Promise<FlvReader> {
  const reader = await FlvReader.open(`${server.baseUrl}/live/demo.flv`);
  readers.push(reader);
  await waitFor('the first pictures', () => reader.count('video') > 10, { deadlineMs: 20_000 });
  return reader;
}

const playlist = async () => (await fetch(`${server.baseUrl}/live/demo/index.m3u8`)).text();

async function expectGoesOn(reader: FlvReader, what: string): Promise<void> {
  const [video, audio] = [reader.count('video'), reader.count('audio')];
  await waitFor(
    `${what}: more pictures and sound`,
    () => reader.count('video') > video + 60 && reader.count('audio') > audio + 100,
    {
      deadlineMs: 30_000,
    },
  );
  expect(reader.hasEnded).toBe(false);
  expect(reader.backwardSteps()).toEqual([]);
}

interface Probe {
  streams: { codec_name: string; profile: string; width?: number; height?: number; sample_rate?: string }[];
}

async function probe(url: string): Promise<Probe['streams']> {
  const { stdout } = await run('ffprobe', ['-v', 'error', '-of', 'json', '-show_streams', url], {
    timeout: 30_000,
  });
  return (JSON.parse(stdout) as Probe).streams;
}

describe('the demo room in plain players', () => {
  it('is exactly one H.264 and one AAC-LC stream, over FLV and over HLS', async () => {
    for (const path of ['/live/demo.flv', '/live/demo/index.m3u8']) {
      const streams = await probe(`${server.baseUrl}${path}`);
      expect(streams).toHaveLength(2);
      const [video, audio] = [...streams].sort((a, b) => b.codec_name.localeCompare(a.codec_name));
      expect(video).toMatchObject({ codec_name: 'h264', width: 1280, height: 720 });
      expect(audio).toMatchObject({ codec_name: 'aac', profile: 'LC', sample_rate: '48000' });
    }
  });

  it('has one egress however many players, and none some time after the last', async () => {
    const opened = await Promise.all([openFlv(), openFlv(), openFlv()]);
    await playlist();
    expect(await server.metric('lianmai_egress_streams')).toBe(1);
    expect(await server.metric('lianmai_media_plain_transports')).toBe(3);
    for (const reader of opened) reader.close();
    await waitFor('the egress to stop', async () => (await server.metric('lianmai_egress_processes')) === 0, {
      deadlineMs: 30_000,
    });
    // The demo's own two injections stay.
    expect(await server.metric('lianmai_media_plain_transports')).toBe(2);
  });

  it('goes on when ffmpeg is killed, without an end in the playlist', async () => {
    const reader = await openFlv();
    await playlist();
    const egress = await waitFor('the egress ffmpeg', async () => (await egressChildren())[0]);
    process.kill(egress, 'SIGKILL');
    await expectGoesOn(reader, 'after ffmpeg was killed');
    expect(await playlist()).not.toContain('ENDLIST');
    expect(await server.metric('lianmai_egress_restarts')).toBe(1);
  });

  it('goes on when the media worker is killed', async () => {
    const reader = await openFlv();
    await playlist();
    const [worker] = await server.children('mediasoup-worker');
    process.kill(worker ?? -1, 'SIGKILL');
    await expectGoesOn(reader, 'after the worker was killed');
    expect(await playlist()).not.toContain('ENDLIST');
    expect((await fetch(`${server.baseUrl}/healthz`)).status).toBe(200);
  });

  it('ends the FLV answer and the playlist when the show ends', async () => {
    const reader = await openFlv();
    await playlist();
    server.signal('SIGTERM');
    await waitFor('the FLV to end', () => reader.hasEnded);
  });
});

async function egressChildren(): Promise<number[]> {
  // The demo's own ffmpeg draws its picture with lavfi; the other one is the egress.
  const [all, demo] = await Promise.all([server.children('ffmpeg'), server.children('lavfi')]);
  return all.filter((pid) => !demo.includes(pid));
}
