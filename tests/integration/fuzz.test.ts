import { randomInt } from 'node:crypto';
import { isErrorCode, type ReplyFrame, requestTypes } from '@lianmai/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askRest } from '../support/askRest.ts';
import { jsonOf } from '../support/jsonOf.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await startApp();
});
afterAll(() => running.close());

async function connect(): Promise<RawClient> {
  return RawClient.connect(running.baseUrl, (await guestToken(running.baseUrl)).token);
}

const nasty: readonly unknown[] = [
  null,
  undefined,
  true,
  0,
  -1,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  'x',
  '../../etc/passwd',
  '\u0000',
  '💥'.repeat(50),
  'a'.repeat(3000),
  [],
  [null],
  [[[]]],
  {},
  { length: 1e9 },
  { toString: 1 },
  JSON.parse('{"__proto__":{"a":1},"constructor":{"prototype":{"b":1}}}'),
];

const sound = {
  mid: '0',
  codecs: [
    {
      mimeType: 'audio/opus',
      payloadType: 111,
      clockRate: 48000,
      channels: 2,
      parameters: { useinbandfec: 1 },
      rtcpFeedback: [],
    },
  ],
  headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 1, encrypt: false, parameters: {} }],
  encodings: [{ ssrc: 4242, dtx: false }],
  rtcp: { cname: 'c', reducedSize: true },
};
const dtls = {
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }],
};

/** A copy of `value` with one random place replaced, removed or doubled. */
function mutate(value: unknown, random: () => number): unknown {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  if (typeof value !== 'object' || value === null || random() < 0.15) return pick(nasty);
  if (Array.isArray(value)) {
    if (random() < 0.15) return [];
    if (random() < 0.15) return Array.from({ length: 200 }, () => value[0]);
    const at = Math.floor(random() * value.length);
    return value.map((item, i) => (i === at ? mutate(item, random) : item));
  }
  const key = pick(Object.keys(value));
  const { [key]: chosen, ...rest } = value as Record<string, unknown>;
  return random() < 0.15 ? rest : { ...rest, [key]: mutate(chosen, random) };
}

function expectTyped(reply: ReplyFrame): void {
  expect(reply.type).toBe('reply');
  if (reply.ok) return;
  expect(isErrorCode(reply.error.code)).toBe(true);
  expect(reply.error.code).not.toBe('internal');
}

describe('hostile signalling', () => {
  const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));

  it(`gets typed errors and harms nobody (FUZZ_SEED=${seed})`, async () => {
    const random = seededRandom(seed);
    const { token } = await guestToken(running.baseUrl);
    const roomId = await createRoom(running.baseUrl, token);
    const pid = running.app.engine.stats().workers[0]?.pid;
    for (let round = 0; round < 8; round++) {
      const anchor = await RawClient.connect(running.baseUrl, token);
      await anchor.request('join', { roomId, as: 'publisher' });
      if (!running.app.rooms.get(roomId).isLive) await anchor.request('startShow', {});
      const { id: transportId } = await anchor.request('createTransport', { direction: 'send' });
      const { producerId } = await anchor.request('publish', {
        transportId,
        kind: 'audio',
        source: 'microphone',
        rtpParameters: sound,
      });
      const valid: Record<string, unknown>[] = [
        { type: 'publish', transportId, kind: 'audio', source: 'screenAudio', rtpParameters: sound },
        { type: 'connectTransport', transportId, dtlsParameters: dtls },
        { type: 'subscribe', transportId, producerId, rtpCapabilities: running.app.engine.rtpCapabilities },
        { type: 'setPreferredLayers', consumerId: 'c', layers: { spatialLayer: 1 } },
        { type: 'join', roomId, resume: { sessionId: 's', resumeKey: 'k', lastSeq: 0 } },
        { type: 'reportPlayback', protocol: 'flv', firstFrameMs: 3 },
        { type: 'applyForSeat', seat: 2, message: 'me', withVideo: true },
        { type: 'changeStage', seatCount: 4, admission: 'open', usesGreenRoom: false },
        { type: 'setSeatVideo', seat: 3, allowsVideo: false },
        { type: 'moveSeat', from: 1, to: 2 },
        { type: 'muteSeat', seat: 1, source: 'camera' },
        { type: 'inviteToSeat', userId: 'u', seat: 1 },
        ...requestTypes.map((type) => ({ type, producerId, transportId })),
      ];
      const frames = Array.from({ length: 100 }, () =>
        mutate(valid[Math.floor(random() * valid.length)], random),
      );
      for (const reply of await Promise.all(frames.map((frame) => anchor.send(frame)))) expectTyped(reply);
      anchor.close();
    }
    expect(running.app.engine.stats().workers.map((worker) => worker.pid)).toEqual([pid]);
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
    const viewer = await connect();
    await viewer.request('join', { roomId });
    await viewer.request('createTransport', { direction: 'recv' });
    viewer.close();
  });

  it('refuses deep nesting without falling over', async () => {
    const client = await connect();
    let deep: unknown = {};
    for (let i = 0; i < 2000; i++) deep = { a: deep };
    expectTyped(await client.send({ type: 'join', roomId: 'x', resume: deep }));
    client.close();
  });

  it('caps what one session can allocate', async () => {
    const { token } = await guestToken(running.baseUrl);
    const roomId = await createRoom(running.baseUrl, token);
    const client = await connect();
    await client.request('join', { roomId });
    const codes = await Promise.all(
      Array.from({ length: 30 }, () => client.send({ type: 'createTransport', direction: 'recv' })),
    ).then((replies) => replies.map((reply) => (reply.ok ? 'ok' : reply.error.code)));
    expect(codes.filter((code) => code === 'ok').length).toBeLessThanOrEqual(4);
    expect(new Set(codes)).toEqual(new Set(['ok', 'limit_reached']));
    client.close();
  });
});

// PostgreSQL fails on a NUL where SQLite finds nothing: it must not come that far.
describe('a NUL where an id is wanted', () => {
  it('is refused by name over signalling', async () => {
    const { token } = await guestToken(running.baseUrl);
    const roomId = await createRoom(running.baseUrl, token);
    const client = await RawClient.connect(running.baseUrl, token);
    await client.request('join', { roomId });
    const userId = 'a\u0000b';
    const requests = [
      { type: 'sanction', userId, kind: 'mute' },
      { type: 'setModerator', userId, isModerator: true },
      { type: 'report', subject: { type: 'user', userId }, category: 'spam' },
      { type: 'deleteMessages', userId },
      { type: 'inviteToSeat', userId },
    ];
    const replies = await Promise.all(requests.map((request) => client.send(request)));
    expect(replies.map((reply) => (reply.ok ? 'ok' : reply.error.code))).toEqual(
      requests.map(() => 'invalid_request'),
    );
    client.close();
  });

  it.each([
    ['GET', '/api/users/a%00b'],
    ['PUT', '/api/users/a%00b/follow'],
    ['GET', '/api/shows/%1f/statistics'],
    ['GET', '/api/me/purchases/a%7Fb'],
    ['GET', '/api/moderation/audit?userId=a%00b'],
  ])('is refused by %s %s', async (method, path) => {
    const { token } = await guestToken(running.baseUrl);
    const { status, json } = await askRest(running.baseUrl, path, { method, token });
    expect([status, json.error.code]).toEqual([400, 'invalid_request']);
  });

  it('is refused in the address of a picture', async () => {
    const { token } = await guestToken(running.baseUrl);
    const body = { title: 'Room', coverUrl: 'https://example.com/\u0000' };
    const { json } = await askRest(running.baseUrl, '/api/rooms', { method: 'POST', token, body });
    expect(json.error.fields).toEqual([{ path: 'coverUrl', message: 'must not have control characters' }]);
  });
});

describe('hostile paths on /live', () => {
  it.each([
    '/live/..%2f..%2fetc%2fpasswd',
    '/live/demo/..%2f..%2f..%2fetc%2fpasswd',
    '/live/%00.flv',
    '/live/demo/%00',
    '/live//index.m3u8',
    '/live/demo/index.m3u8%00.flv',
    '/live/demo/....//....//etc/passwd',
    '/live/..%5c..%5cwindows.flv',
    `/live/${'a'.repeat(500)}.flv`,
  ])('answers %s with a typed error', async (path) => {
    const response = await fetch(`${running.baseUrl}${path}`);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    const { error } = await jsonOf<{ error: { code: string } }>(response);
    expect(isErrorCode(error.code)).toBe(true);
  });
});
