import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RoomOutputs } from '../../server/src/egress/delivery/RoomOutputs.ts';
import { LiveServer, run, SyntheticStream, waitFor } from './deliveryFixture.ts';

let server: LiveServer;
let outputs: RoomOutputs;
let stream: SyntheticStream;

beforeAll(async () => {
  server = await LiveServer.start({ readyTimeoutMs: 4000 });
});
afterAll(() => server.close());
beforeEach(async () => {
  outputs = server.rooms.goLive('show');
  stream = new SyntheticStream(outputs);
  await stream.start({ width: 320, height: 240 });
});
afterEach(async () => {
  await stream.stop();
  outputs.close();
});

const playlist = async (query = '') => (await fetch(server.url(`show/index.m3u8${query}`))).text();
const hint = (text: string) => /PRELOAD-HINT:TYPE=PART,URI="([^"]+)"/.exec(text)?.[1] ?? '';
const hinted = (text: string) => {
  const [, msn, part] = /-(\d+)-(\d+)\.m4s$/.exec(hint(text)) ?? [];
  return { msn: Number(msn), part: Number(part) };
};

describe('HLS', () => {
  it('is waited for by the first request, which gets a segment', async () => {
    const response = await fetch(server.url('show/index.m3u8'));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/vnd.apple.mpegurl');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const text = await response.text();
    expect(text).toContain('#EXTINF');
    expect(server.rooms.leases).toBe(1);
    const pdt = Date.parse(/PROGRAM-DATE-TIME:(\S+)/.exec(text)?.[1] ?? '');
    expect(Math.abs(Date.now() - pdt)).toBeLessThan(5000);
  });

  it('plays in an ordinary player through a new ffmpeg with another picture, times only forwards', async () => {
    await playlist();
    const url = server.url('show/index.m3u8');
    const played = run('ffmpeg', ['-v', 'error', '-i', url, '-t', '9', '-f', 'null', '-']);
    const timed = run('ffprobe', [
      '-v',
      'error',
      '-show_entries',
      'packet=stream_index,dts_time',
      '-of',
      'csv=p=0',
      '-read_intervals',
      '%+9',
      url,
    ]);
    await waitFor('three segments', async () => ((await playlist()).match(/#EXTINF/g)?.length ?? 0) >= 3);
    await stream.stop();
    await stream.start({ width: 640, height: 360 });
    await waitFor('the new picture', async () => /DISCONTINUITY\n[\s\S]*EXTINF/.test(await playlist()));
    expect(await playlist()).not.toContain('ENDLIST');
    expect((await played).stderr).toBe('');
    const last = new Map<string, number>();
    for (const line of (await timed).stdout.trim().split('\n')) {
      const [track = '', time = ''] = line.split(',');
      expect(Number(time)).toBeGreaterThan(last.get(track) ?? -1);
      last.set(track, Number(time));
    }
    expect(last.size).toBe(2);
  });

  it('blocks a reload until the part is there, and the announced part as well', async () => {
    const next = hinted(await playlist());
    const [text, part] = await Promise.all([
      playlist(`?_HLS_msn=${next.msn}&_HLS_part=${next.part}`),
      fetch(server.url(`show/${hint(await playlist())}`)),
    ]);
    expect(hinted(text).msn * 100 + hinted(text).part).toBeGreaterThan(next.msn * 100 + next.part);
    expect(part.status).toBe(200);
  });

  it.each(['?_HLS_part=1', '?_HLS_msn=x', '?_HLS_msn=-1', '?_HLS_msn=999999999', '?_HLS_msn=1&_HLS_msn=2'])(
    'refuses %s',
    async (query) => {
      await playlist();
      const response = await fetch(server.url(`show/index.m3u8${query}`));
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { code: 'invalid_request' } });
    },
  );

  it('answers 503 when no media comes any more', async () => {
    const next = hinted(await playlist());
    await stream.stop();
    const response = await fetch(server.url(`show/index.m3u8?_HLS_msn=${next.msn + 2}`));
    expect(response.status).toBe(503);
  });

  it('lets caches keep files for ever and playlists not', async () => {
    const text = await playlist();
    const name = /seg-[\w-]+\.m4s/.exec(text)?.[0] ?? '';
    const first = await fetch(server.url(`show/${name}`));
    const etag = first.headers.get('etag') ?? '';
    expect(first.headers.get('cache-control')).toContain('immutable');
    expect(first.headers.get('content-type')).toBe('video/mp4');
    // Without cache-control of its own, Node's fetch would ask for a fresh copy.
    const again = await fetch(server.url(`show/${name}`), {
      headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' },
    });
    expect(again.status).toBe(304);
    const head = await fetch(server.url(`show/${name}`), { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(first.headers.get('content-length'));
  });

  it('tells players on other origins what they may do', async () => {
    const response = await fetch(server.url('show/index.m3u8'), { method: 'OPTIONS' });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-methods')).toContain('GET');
  });

  it('ends the list with the show and can then be watched to its end', async () => {
    await playlist();
    outputs.onEnd();
    server.rooms.end('show');
    const text = await waitFor('ENDLIST', async () => {
      const current = await playlist();
      return current.includes('#EXT-X-ENDLIST') ? current : null;
    });
    for (const name of text.match(/(?:seg|init)-[\w-]+\.(?:m4s|mp4)/g) ?? []) {
      expect((await fetch(server.url(`show/${name}`))).status).toBe(200);
    }
    expect(server.rooms.leases).toBe(0);
    const played = await run('ffmpeg', [
      '-v',
      'error',
      '-i',
      server.url('show/index.m3u8'),
      '-f',
      'null',
      '-',
    ]);
    expect([played.code, played.stderr]).toEqual([0, '']);
  });

  it('belongs to the new show when the room goes live again', async () => {
    const before = await playlist();
    outputs.onEnd();
    await stream.stop();
    outputs = server.rooms.goLive('show');
    stream = new SyntheticStream(outputs);
    await stream.start({ width: 320, height: 240 });
    const after = await playlist();
    const msn = (text: string) => Number(/MEDIA-SEQUENCE:(\d+)/.exec(text)?.[1]);
    expect(after).not.toContain('ENDLIST');
    expect(msn(after)).toBeGreaterThan(msn(before));
  });

  it.each([
    '/live/show/../show/index.m3u8x',
    '/live/show/..%2f..%2fetc%2fpasswd',
    '/live/..%2fshow/index.m3u8',
    '/live/show/%2e%2e/%2e%2e/etc/passwd',
    '/live/show/seg-a-1.m4s%00.mp4',
    '/live//etc/passwd',
    '/live/show/index.m3u8/..',
    '/live/%zz/index.m3u8',
    '/live/show/INDEX.M3U8',
    '/live/show/seg-zzz-1.m4s',
  ])('gives nothing for %s', async (path) => {
    const { status, body } = await rawGet(path);
    expect([400, 404]).toContain(status);
    expect(body).toMatch(/"code":"(room_not_found|not_found|invalid_request)"/);
  });
});

/** A request whose path no client library has tidied. */
function rawGet(path: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (bytes: Buffer) => {
      answer += bytes.toString();
    });
    socket.once('error', reject);
    socket.once('close', () => resolve({ status: Number(answer.slice(9, 12)), body: answer }));
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  });
}
