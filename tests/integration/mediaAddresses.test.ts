import { readFile } from 'node:fs/promises';
import type { RoomStream } from '@lianmai/shared';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MediaAddresses } from '../../server/src/auth/MediaAddresses.ts';
import { SystemClock } from '../../server/src/core/Clock.ts';
import { askRest } from '../support/askRest.ts';
import { FlvReader } from '../support/FlvReader.ts';
import { guestToken } from '../support/RawClient.ts';
import { type RunningApp, startApp, testSigningKeys } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';
import { operatorToken } from './moderationFixture.ts';

let running: RunningApp;
const readers: FlvReader[] = [];

beforeAll(async () => {
  running = await startApp();
  await running.app.startDemoRoom('demo');
});
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close();
});
afterAll(() => running.close());

async function addressesOf(token?: string) {
  const { json } = await askRest(running.baseUrl, '/api/rooms/demo/stream', { token });
  const { sources } = json as RoomStream;
  const url = (type: string) => sources.find((source) => source.type === type)?.url ?? '';
  return { flv: url('flv'), hls: url('hls') };
}

async function play(url: string): Promise<FlvReader> {
  const reader = await FlvReader.open(url);
  readers.push(reader);
  await waitFor('pictures', () => reader.count('video') > 5, { deadlineMs: 15_000 });
  return reader;
}

const codeAt = async (url: string) => {
  const response = await fetch(url);
  if (response.status === 200) {
    await response.body?.cancel();
    return 'plays';
  }
  return JSON.parse(await response.text()).error.code;
};

/** As the server itself would have given it, for a shorter time. */
function shortLived(ttlMs: number, at = new SystemClock()): { flv: string; hls: string } {
  const addresses = new MediaAddresses({ signingKeys: testSigningKeys, ttlMs, clock: at });
  const base = `${running.baseUrl}/live/t/${addresses.issue('demo', null).token}/demo`;
  return { flv: `${base}.flv`, hls: `${base}/index.m3u8` };
}

describe('signed media addresses', () => {
  it('play, and what the playlist names is signed with it', async () => {
    const { flv, hls } = await addressesOf();
    await play(flv);
    const response = await fetch(hls);
    expect(response.headers.get('cache-control')).toBe('private, no-cache');
    const playlist = await response.text();
    const init = /EXT-X-MAP:URI="([^"]+)"/.exec(playlist)?.[1] ?? '';
    const file = await fetch(new URL(init, hls));
    expect([file.status, file.headers.get('cache-control')]).toEqual([
      200,
      'private, max-age=3600, immutable',
    ]);
  });

  it('are cut when their holder is banned, and no others', async () => {
    const [bob, carol] = [
      await guestToken(running.baseUrl, 'Bob'),
      await guestToken(running.baseUrl, 'Carol'),
    ];
    const [ofBob, ofCarol] = [await addressesOf(bob.token), await addressesOf(carol.token)];
    const [bobs, carols] = [await play(ofBob.flv), await play(ofCarol.flv)];
    expect(await codeAt(ofBob.hls)).toBe('plays');
    await askRest(running.baseUrl, '/api/rooms/demo/sanctions', {
      method: 'POST',
      token: await operatorToken(running),
      body: { userId: bob.userId, kind: 'ban' },
    });
    await waitFor('the cut', () => bobs.isCut);
    expect([await codeAt(ofBob.hls), await codeAt(ofBob.flv)]).toEqual(['banned', 'banned']);
    const before = carols.count('video');
    await waitFor('more pictures', () => carols.count('video') > before + 10);
    expect(await codeAt(ofCarol.hls)).toBe('plays');
  });

  it('are cut when their holder signs out', async () => {
    const body = { account: 'signs-out', password: 'a good long password', name: 'Sio' };
    const { json } = await askRest(running.baseUrl, '/api/auth/register', { method: 'POST', body });
    const { flv, hls } = await addressesOf(json.token);
    const reader = await play(flv);
    const { refreshToken } = json;
    await askRest(running.baseUrl, '/api/auth/logout', { method: 'POST', body: { refreshToken } });
    await waitFor('the cut', () => reader.isCut);
    expect([await codeAt(hls), await codeAt(flv)]).toEqual(['token_revoked', 'token_revoked']);
  });

  it('let what began in time go on when they expire, and nothing else', async () => {
    const { flv, hls } = shortLived(3000);
    const reader = await play(flv);
    await waitFor('expiry', async () => (await codeAt(hls)) === 'media_address_expired');
    expect(await codeAt(flv)).toBe('media_address_expired');
    const before = reader.count('video');
    await waitFor('more pictures', () => reader.count('video') > before + 25);
    expect(reader.isCut).toBe(false);
  });

  it('do not stand in the log', async () => {
    await codeAt(`${running.baseUrl}/live/t/secret-of-somebody/demo.flv`);
    expect(await readFile(running.logFile, 'utf8')).not.toMatch(/secret-of-somebody/);
  });
});

describe('a server with MEDIA_ACCESS=signed', () => {
  it('plays nothing without a signature, and signs for people with a token only', async () => {
    const closed = await startApp({ MEDIA_ACCESS: 'signed' });
    try {
      await closed.app.startDemoRoom('demo');
      expect(await codeAt(`${closed.baseUrl}/live/demo.flv`)).toBe('media_address_missing');
      expect(await codeAt(`${closed.baseUrl}/live/demo/index.m3u8`)).toBe('media_address_missing');
      const anonymous = await askRest(closed.baseUrl, '/api/rooms/demo/stream');
      expect([anonymous.status, anonymous.json.error.code]).toEqual([401, 'token_missing']);
      const { token } = await guestToken(closed.baseUrl);
      const { json } = await askRest(closed.baseUrl, '/api/rooms/demo/stream', { token });
      expect(await codeAt(json.streamUrl)).toBe('plays');
    } finally {
      await closed.close();
    }
  });
});
