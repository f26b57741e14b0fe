import { LoginResult, RoomStream, RoomView } from '@lianmai/shared';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Asked, askRest } from '../support/askRest.ts';
import { jsonOf } from '../support/jsonOf.ts';
import { createRoom, guestToken } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';

const secret = 'a secret that another backend shares';

let running: RunningApp;
let production: RunningApp;
beforeAll(async () => {
  running = await startApp();
  production = await startApp({ API_KEY: 'backend', API_SECRET: secret });
});
afterAll(async () => {
  await running.close();
  await production.close();
});

const ask = (path: string, asked?: Asked) => askRest(running.baseUrl, path, asked);

function backendToken(grants: object, sub = 'u1') {
  return new SignJWT({ name: 'Backend user', grants })
    .setProtectedHeader({ alg: 'HS256', kid: 'backend' })
    .setSubject(sub)
    .setAudience('lianmai')
    .setExpirationTime('10m')
    .sign(new TextEncoder().encode(secret));
}

describe('REST: guests and rooms', () => {
  it('logs a guest in and makes the creator of a room its anchor', async () => {
    const login = await ask('/api/auth/guest', { method: 'POST', body: { name: ' Anna ' } });
    const { token, user } = LoginResult.parse(login.json);
    expect([login.status, user.name]).toEqual([201, 'Anna']);
    const created = await ask('/api/rooms', { method: 'POST', token, body: { title: '早安' } });
    const room = RoomView.parse(created.json);
    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toBe(`/api/rooms/${room.id}`);
    expect(room).toMatchObject({ title: '早安', status: 'idle', anchor: { id: user.id }, startedAt: null });
    expect((await ask(`/api/rooms/${room.id}`)).json).toEqual(created.json);
  });

  it('knows a guest again by an earlier token, and nobody by a forged one', async () => {
    const { token, userId } = await guestToken(running.baseUrl, 'Anna');
    const again = await ask('/api/auth/guest', { method: 'POST', token, body: { name: 'Anna B' } });
    expect(LoginResult.parse(again.json).user).toEqual({ id: userId, name: 'Anna B', avatarUrl: null });
    const forged = await ask('/api/auth/guest', {
      method: 'POST',
      token: `${token}x`,
      body: { name: 'Eve' },
    });
    expect(forged.status).toBe(201);
    expect(LoginResult.parse(forged.json).user.id).not.toBe(userId);
  });

  it('takes a POST for the PATCH that its sender cannot send, and for nothing else', async () => {
    const { token } = await guestToken(running.baseUrl, 'Anna');
    const path = `/api/rooms/${await createRoom(running.baseUrl, token)}`;
    const posted = (method: string) =>
      ask(path, {
        method: 'POST',
        token,
        body: { title: 'Two' },
        headers: { 'x-http-method-override': method },
      });
    const changed = await posted('PATCH');
    expect([changed.status, changed.json.title]).toEqual([200, 'Two']);
    expect((await posted('DELETE')).status).toBe(404);
    expect((await ask(path)).json.title).toBe('Two');
  });

  it('says in the language of the request what is wrong with a field', async () => {
    const { token } = await guestToken(running.baseUrl, 'Anna');
    const refused = async (language: string) => {
      const headers = { 'accept-language': language };
      return (await ask('/api/rooms', { method: 'POST', token, headers, body: { id: 'a b' } })).json.error
        .fields;
    };
    const ownSentence = { path: 'id', message: 'letters, digits, _ and - only' };
    expect(await refused('zh-CN')).toEqual([
      { path: 'title', message: expect.stringContaining('无效输入') },
      ownSentence,
    ]);
    expect(await refused('en')).toEqual([
      { path: 'title', message: expect.stringContaining('Invalid input') },
      ownSentence,
    ]);
  });

  it('changes a room for its anchor only', async () => {
    const anna = await guestToken(running.baseUrl);
    const bob = await guestToken(running.baseUrl);
    const id = await createRoom(running.baseUrl, anna.token);
    const patch = (token: string, body: object) => ask(`/api/rooms/${id}`, { method: 'PATCH', token, body });
    expect((await patch(bob.token, { title: 'mine' })).status).toBe(403);
    expect((await patch(anna.token, { title: 'new' })).json.title).toBe('new');
    expect((await patch(anna.token, {})).json.error.code).toBe('invalid_request');
    expect((await patch(anna.token, { coverUrl: 'javascript:alert(1)' })).json.error.code).toBe(
      'invalid_request',
    );
  });

  it('pages through the Link header', async () => {
    const { token } = await guestToken(running.baseUrl);
    const ids = [];
    for (let i = 0; i < 3; i++) ids.push(await createRoom(running.baseUrl, token));
    const first = await ask('/api/rooms?limit=2');
    expect(
      z
        .array(RoomView)
        .parse(first.json)
        .map(({ id }) => id),
    ).toEqual([ids[2], ids[1]]);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    expect((await ask(next)).json[0].id).toBe(ids[0]);
  });

  it('tells where a live room plays, and that an idle one does not', async () => {
    const { token } = await guestToken(running.baseUrl);
    const id = await createRoom(running.baseUrl, token);
    const idle = await ask(`/api/rooms/${id}/stream`);
    expect([idle.status, idle.json.error.code]).toEqual([409, 'room_not_live']);
    running.app.rooms.get(id).openShow();
    const stream = RoomStream.parse((await ask(`/api/rooms/${id}/stream`)).json);
    const [webrtc, flv, hls] = stream.sources;
    expect(stream.sources.map(({ type }) => type)).toEqual(['webrtc', 'flv', 'hls']);
    expect([flv?.url.endsWith(`/${id}.flv`), hls?.url.endsWith(`/${id}/index.m3u8`)]).toEqual([true, true]);
    expect([webrtc?.expiresAt, stream.streamUrl]).toEqual([undefined, hls?.url]);
    expect(Date.parse(flv?.expiresAt ?? '')).toBeGreaterThan(Date.now() + 3_000_000);
    expect((await ask('/api/rooms?status=live')).json.map((room: { id: string }) => room.id)).toEqual([id]);
    expect((await ask(`/api/rooms/${id}/end`, { method: 'POST', token })).json.status).toBe('ended');
    expect((await ask(`/api/rooms/${id}/end`, { method: 'POST', token })).json.error.code).toBe(
      'room_not_live',
    );
  });
});

describe('REST: errors', () => {
  it.each<[string, string, Asked, number, string]>([
    ['an unknown room', '/api/rooms/nope', {}, 404, 'room_not_found'],
    ['an unknown path', '/api/nothing', {}, 404, 'not_found'],
    ['no token', '/api/rooms', { method: 'POST', body: { title: 'x' } }, 401, 'token_missing'],
    [
      'a bad token',
      '/api/rooms',
      { method: 'POST', body: { title: 'x' }, token: 'x.y.z' },
      401,
      'token_invalid',
    ],
    ['no name', '/api/auth/guest', { method: 'POST', body: {} }, 400, 'invalid_request'],
    [
      'an invisible name',
      '/api/auth/guest',
      { method: 'POST', body: { name: '\u200b\u202e' } },
      400,
      'invalid_request',
    ],
    [
      'an extra field',
      '/api/auth/guest',
      { method: 'POST', body: { name: 'a', admin: 1 } },
      400,
      'invalid_request',
    ],
    ['broken JSON', '/api/auth/guest', { method: 'POST', body: '{"name":' }, 400, 'invalid_request'],
    [
      'a huge body',
      '/api/auth/guest',
      { method: 'POST', body: { name: 'x'.repeat(100_000) } },
      413,
      'payload_too_large',
    ],
    ['a bad query', '/api/rooms?limit=0', {}, 400, 'invalid_request'],
    ['a broken URL', '/api/rooms/%E0%A4%A', {}, 400, 'invalid_request'],
  ])('answers %s with a typed error', async (_name, path, asked, status, code) => {
    const answer = await ask(path, asked);
    expect([answer.status, answer.json.error.code]).toEqual([status, code]);
    expect(Object.keys(answer.json.error)).toEqual(expect.arrayContaining(['code', 'message', 'retryable']));
  });

  it('names each wrong field', async () => {
    const { token } = await guestToken(running.baseUrl);
    const { json } = await ask('/api/rooms', {
      method: 'POST',
      token,
      body: { title: '', coverUrl: 'ftp://x' },
    });
    expect(json.error.fields.map(({ path }: { path: string }) => path).sort()).toEqual(['coverUrl', 'title']);
  });

  it('speaks 中文 or English', async () => {
    const zh = await ask('/api/rooms/nope', { headers: { 'accept-language': 'zh-CN' } });
    const en = await ask('/api/rooms/nope', { headers: { 'accept-language': 'en' } });
    expect([zh.json.error.message, en.json.error.message]).toEqual([
      '直播间不存在。',
      'There is no such room.',
    ]);
  });
});

describe('REST: floods', () => {
  it('slows one address down, and not the one beside it behind the same proxy', async () => {
    const login = (from: string) =>
      ask('/api/auth/guest', { method: 'POST', body: { name: 'x' }, headers: { 'x-forwarded-for': from } });
    const flood = await Promise.all(Array.from({ length: 400 }, () => login('192.0.2.1')));
    expect(new Set(flood.map(({ status }) => status))).toEqual(new Set([201, 429]));
    expect((await login('192.0.2.2')).status).toBe(201);
  });
});

describe('REST: a production server', () => {
  const post = async (path: string, body: object, token?: string) => {
    const headers = {
      'content-type': 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
    const response = await fetch(`${production.baseUrl}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return { status: response.status, json: await jsonOf<{ id: string }>(response) };
  };

  it('lets no guests in', async () => {
    expect(await post('/api/auth/guest', { name: 'a' })).toMatchObject({
      status: 403,
      json: { error: { code: 'guests_disabled' } },
    });
  });

  it('takes the tokens of the backend that shares its key, and only what they grant', async () => {
    const may = await backendToken({ room: '*', createRoom: true });
    expect((await post('/api/rooms', { title: 'ok' }, may)).status).toBe(201);
    const bare = await backendToken({ room: '*' });
    expect(await post('/api/rooms', { title: 'no' }, bare)).toMatchObject({
      status: 403,
      json: { error: { code: 'forbidden', details: { missingGrant: 'createRoom' } } },
    });
    const oneRoom = await backendToken({ room: 'r7', createRoom: true });
    const otherRoom = { status: 403, json: { error: { details: { missingGrant: 'room' } } } };
    expect(await post('/api/rooms', { title: 'no', id: 'r8' }, oneRoom)).toMatchObject(otherRoom);
    expect(await post('/api/rooms', { title: 'no id' }, oneRoom)).toMatchObject(otherRoom);
    expect((await post('/api/rooms', { title: 'ok', id: 'r7' }, oneRoom)).json.id).toBe('r7');
  });
});

describe('REST: documents and health', () => {
  it('describes itself with OpenAPI', async () => {
    const { json } = await ask('/api/openapi.json');
    expect(json.openapi).toBe('3.1.0');
    expect(Object.keys(json.paths)).toEqual(
      expect.arrayContaining(['/api/rooms', '/api/rooms/{roomId}/stream']),
    );
    expect(json.paths['/api/rooms'].post.requestBody.content['application/json'].schema.required).toEqual([
      'title',
    ]);
  });

  it('says what it offers', async () => {
    expect((await ask('/api/info')).json).toEqual({
      protocolVersion: 1,
      httpsPort: null,
      areGuestsAllowed: true,
      isRegistrationOpen: true,
      hosts: {},
    });
  });

  it('shows people a page for what does not exist, and programs an error', async () => {
    const asPage = await fetch(`${running.baseUrl}/no/such/page`, {
      headers: { accept: 'text/html,*/*;q=0.8' },
    });
    expect([asPage.status, asPage.headers.get('content-type')]).toEqual([
      404,
      expect.stringContaining('text/html'),
    ]);
    expect((await ask('/no/such/page')).json.error.code).toBe('not_found');
  });

  it('is healthy and ready, and shows its figures', async () => {
    expect((await ask('/healthz')).json).toEqual({ status: 'ok' });
    expect((await ask('/readyz')).json).toEqual({ status: 'ready', reasons: [] });
    const metrics = await (await fetch(`${running.baseUrl}/metrics`)).text();
    expect(metrics).toMatch(/^lianmai_media_workers 1$/m);
    expect(metrics).toMatch(/^lianmai_egress_streams 0$/m);
  });

  it('answers CORS preflights of pages elsewhere', async () => {
    const response = await fetch(`${running.baseUrl}/api/rooms`, {
      method: 'OPTIONS',
      headers: { origin: 'https://other.example', 'access-control-request-method': 'POST' },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-headers')).toContain('Authorization');
  });
});
