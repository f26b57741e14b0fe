import { once } from 'node:events';
import { get } from 'node:http';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RoomOutputs } from '../../server/src/egress/delivery/RoomOutputs.ts';
import { LiveServer, run, SyntheticStream, waitFor } from './deliveryFixture.ts';

let server: LiveServer;
let outputs: RoomOutputs;
let stream: SyntheticStream;

beforeAll(async () => {
  server = await LiveServer.start();
});
afterAll(() => server.close());
beforeEach(() => {
  outputs = server.rooms.goLive('show');
  // A stream that has been running for an hour: players must not mind.
  stream = new SyntheticStream(outputs, 3_600_000);
});
afterEach(async () => {
  await stream.stop();
  outputs.close();
  await waitFor('all leases back', () => server.rooms.leases === 0);
});

// In the stream's own time: ffmpeg would else count in frames of 1/25 s and complain about two pictures in one of them.
const toNowhere = ['-enc_time_base:v', '-1', '-f', 'null', '-'];

/** Plays with a real ffmpeg and returns what it complained about and the streams it found. */
async function decode(seconds: number) {
  const url = server.url('show.flv');
  const [played, probed] = await Promise.all([
    run('ffmpeg', ['-v', 'warning', '-i', url, '-t', String(seconds), ...toNowhere]),
    run('ffprobe', [
      '-v',
      'error',
      '-show_entries',
      'stream=codec_name,profile',
      '-of',
      'csv=p=0',
      '-read_intervals',
      '%+1',
      url,
    ]),
  ]);
  return { complaints: played.stderr, streams: probed.stdout.trim().split('\n').sort() };
}

describe('HTTP-FLV', () => {
  it('is one H.264 and one AAC-LC stream and decodes without a complaint', async () => {
    await stream.start({ width: 320, height: 240 });
    expect(await decode(3)).toEqual({ complaints: '', streams: ['aac,LC', 'h264,Constrained Baseline'] });
  });

  it('shows late players a picture within 300 ms', async () => {
    await stream.start({ width: 320, height: 240 });
    expect(await outputs.relay.ready(5000)).toBe(true);
    // The first join also pays for this process's first use of its HTTP client, which is not what is measured.
    await msToKeyframe();
    const waits: number[] = [];
    for (let join = 0; join < 5; join++) waits.push(await msToKeyframe());
    expect(Math.max(...waits)).toBeLessThan(300);
  });

  it('tells players and proxies what they get', async () => {
    await stream.start({ width: 320, height: 240 });
    const { headers, body } = await fetch(server.url('show.flv'));
    expect(headers.get('content-type')).toBe('video/x-flv');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('x-accel-buffering')).toBe('no');
    await body?.cancel();
  });

  it('goes on through a new ffmpeg and another picture size', async () => {
    await stream.start({ width: 320, height: 240 });
    const playing = decode(7);
    await waitFor('a player', () => outputs.relay.playerCount > 0);
    await waitFor('some of the first picture', () => outputs.relay.ready(0));
    await stream.stop();
    await stream.start({ width: 640, height: 360 });
    expect((await playing).complaints).toBe('');
  });

  it('ends the response with the show', async () => {
    await stream.start({ width: 320, height: 240 });
    await outputs.relay.ready(5000);
    const response = await fetch(server.url('show.flv'));
    const body = response.arrayBuffer();
    outputs.onEnd();
    expect(
      Buffer.from(await body)
        .subarray(0, 3)
        .toString(),
    ).toBe('FLV');
  });

  it('skips and then cuts a reader that has stopped, while others go on', async () => {
    await stream.start({ width: 640, height: 480, videoKbps: 12_000 });
    await outputs.relay.ready(5000);
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => {});
    await once(socket, 'connect');
    socket.pause();
    socket.write('GET /live/show.flv HTTP/1.1\r\nHost: x\r\n\r\n');
    await waitFor('the stopped reader', () => outputs.relay.playerCount === 1);
    const quick = run('ffmpeg', [
      '-v',
      'warning',
      '-i',
      server.url('show.flv'),
      '-t',
      '25',
      '-f',
      'null',
      '-',
    ]);
    await waitFor('the cut', () => outputs.relay.cutCount === 1, 45_000);
    expect((await quick).stderr).toBe('');
    socket.destroy();
  });

  it('answers HEAD without a body that never ends', async () => {
    await stream.start({ width: 320, height: 240 });
    const response = await fetch(server.url('show.flv'), { method: 'HEAD' });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'video/x-flv']);
    expect((await response.arrayBuffer()).byteLength).toBe(0);
  });

  it('releases the egress when a player leaves before there is a picture', async () => {
    const request = get(server.url('show.flv'));
    request.on('error', () => {});
    await waitFor('the lease', () => server.rooms.leases === 1);
    request.destroy();
    await waitFor('its release', () => server.rooms.leases === 0);
  });

  it('says which room is not there and which is not live', async () => {
    server.rooms.end('idle');
    const codes = await Promise.all(
      ['nobody.flv', 'idle.flv', 'no%20such%20id.flv'].map(async (path) => {
        const response = await fetch(server.url(path));
        const { error } = (await response.json()) as { error: { code: string } };
        return [response.status, error.code];
      }),
    );
    expect(codes).toEqual([
      [404, 'room_not_found'],
      [409, 'room_not_live'],
      [404, 'room_not_found'],
    ]);
  });
});

/** From the request to the end of the first keyframe. */
async function msToKeyframe(): Promise<number> {
  const startMs = performance.now();
  const response = await fetch(server.url('show.flv'));
  const reader = response.body?.getReader();
  let received = Buffer.alloc(0);
  while (!hasKeyframe(received)) {
    const chunk = await reader?.read();
    received = Buffer.concat([received, chunk?.value ?? Buffer.alloc(0)]);
  }
  const waitedMs = performance.now() - startMs;
  await reader?.cancel();
  return waitedMs;
}

/** An AVC keyframe tag with a picture, not the sequence header. */
function hasKeyframe(flv: Buffer): boolean {
  for (let at = flv.indexOf(0x17); at >= 0; at = flv.indexOf(0x17, at + 1)) {
    if (flv[at + 1] === 1 && flv[at - 11] === 9) return true;
  }
  return false;
}
