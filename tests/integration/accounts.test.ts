import { readFile } from 'node:fs/promises';
import type { AccountLogin, Me, MeUpdated } from '@lianmai/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqlAccountStore } from '../../server/src/store/accounts/SqlAccountStore.ts';
import { askRest } from '../support/askRest.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { smallPng } from '../support/smallPng.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';
import { operatorToken } from './moderationFixture.ts';

let database: TestDatabase;
let running: RunningApp;

afterEach(async () => {
  await running.close();
  await database.remove();
});

async function restart(settings: Record<string, string> = {}): Promise<void> {
  await running.close();
  running = await startApp({ ...database.settings, ...settings });
}

async function ask<T>(path: string, options: Parameters<typeof askRest>[2] = {}) {
  const { status, json, headers } = await askRest(running.baseUrl, path, options);
  return { status, body: json as T & { error?: { code: string; message: string } }, headers };
}

const post = <T = AccountLogin>(path: string, body: object, token?: string, headers = {}) =>
  ask<T>(path, { method: 'POST', body, headers, ...(token ? { token } : {}) });

const password = 'correct horse battery';
const register = async (account: string, token?: string) => {
  const { status, body } = await post(
    '/api/auth/register',
    { account, password, name: `${account}!` },
    token,
  );
  expect(status).toBe(201);
  return body;
};
const codeOf = async (answer: Promise<{ status: number; body: { error?: { code: string } } }>) => {
  const { status, body } = await answer;
  return [status, body.error?.code];
};
const meOf = (token: string) => ask<Me>('/api/me', { token });

async function putAvatar(token: string, bytes: Buffer, type = 'image/png') {
  const response = await fetch(`${running.baseUrl}/api/me/avatar`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    body: new Uint8Array(bytes),
  });
  return {
    status: response.status,
    body: (await response.json()) as MeUpdated & { error?: { code: string } },
  };
}

describe.each(databases)('accounts on $name', ({ create }) => {
  beforeEach(async () => {
    database = await create();
    running = await startApp(database.settings);
  });

  it('are made, signed in to in any case of letters, and outlive the server', async () => {
    const made = await register('Anna.K');
    expect(made).toMatchObject({
      user: { name: 'Anna.K!', avatarUrl: null },
      refreshToken: expect.any(String),
    });
    expect(Date.parse(made.expiresAt) - Date.now()).toBeGreaterThan(3_500_000);
    expect(await codeOf(post('/api/auth/register', { account: 'ANNA.k', password, name: 'x' }))).toEqual([
      409,
      'account_taken',
    ]);
    await restart();
    const login = await post('/api/auth/login', { account: 'anna.k', password });
    expect(login).toMatchObject({ status: 200, body: { user: made.user } });
    expect((await meOf(login.body.token)).body).toMatchObject({
      user: made.user,
      account: 'Anna.K',
      kind: 'account',
      isOperator: false,
    });
  });

  it('name each wrong field of a registration', async () => {
    const { status, body } = await post<{ error: { fields: { path: string }[] } }>('/api/auth/register', {
      account: 'no spaces',
      password: 'short',
      name: '\u200b',
    });
    expect(status).toBe(400);
    expect(body.error.fields.map(({ path }) => path)).toEqual(['account', 'password', 'name']);
  });

  it('let a guest keep everything, and nobody else be that guest any more', async () => {
    const guest = await guestToken(running.baseUrl);
    const roomId = await createRoom(running.baseUrl, guest.token);
    const client = await RawClient.connect(running.baseUrl, guest.token);
    const made = await register('upgraded', guest.token);
    expect(made.user.id).toBe(guest.userId);
    expect(
      (await ask(`/api/rooms/${roomId}`, { method: 'PATCH', token: made.token, body: { title: 'Mine' } }))
        .status,
    ).toBe(200);
    // Who is in a room stays there.
    expect(await client.request('join', { roomId, as: 'publisher' })).toMatchObject({
      sessionId: expect.any(String),
    });
    client.close();
    expect(await codeOf(meOf(guest.token))).toEqual([401, 'token_revoked']);
    const again = await post<{ user: { id: string } }>('/api/auth/guest', { name: 'Thief' }, guest.token);
    expect(again.body.user.id).not.toBe(guest.userId);
    await restart();
    const later = await post<{ user: { id: string } }>('/api/auth/guest', { name: 'Thief' }, guest.token);
    expect(later.body.user.id).not.toBe(guest.userId);
  });

  it('rotate refresh tokens, and end a sign-in whose old one comes again', async () => {
    const { refreshToken: first } = await register('rotating');
    const second = await post('/api/auth/refresh', { refreshToken: first });
    expect(second.status).toBe(200);
    const third = await post('/api/auth/refresh', { refreshToken: second.body.refreshToken });
    const client = await RawClient.connect(running.baseUrl, third.body.token);
    expect(await codeOf(post('/api/auth/refresh', { refreshToken: first }))).toEqual([401, 'token_revoked']);
    const newest = { refreshToken: third.body.refreshToken };
    expect(await codeOf(post('/api/auth/refresh', newest))).toEqual([401, 'token_revoked']);
    expect(await codeOf(meOf(third.body.token))).toEqual([401, 'token_revoked']);
    await waitFor('the connection to be closed', () => !client.isConnected);
    await restart();
    expect(await codeOf(meOf(third.body.token))).toEqual([401, 'token_revoked']);
    expect(await codeOf(post('/api/auth/refresh', { refreshToken: 'nonsense' }))).toEqual([
      401,
      'token_invalid',
    ]);
  });

  it('give one next token only to two who refresh at once', async () => {
    const { refreshToken } = await register('racing');
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => post('/api/auth/refresh', { refreshToken })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('log out on one device: tokens refused, connection closed, the other device untouched', async () => {
    const phone = await register('two.devices');
    const desk = (await post('/api/auth/login', { account: 'two.devices', password })).body;
    const client = await RawClient.connect(running.baseUrl, phone.token);
    expect((await post('/api/auth/logout', { refreshToken: phone.refreshToken })).status).toBe(204);
    await waitFor('the connection to be closed', () => !client.isConnected);
    expect(await codeOf(meOf(phone.token))).toEqual([401, 'token_revoked']);
    expect((await meOf(desk.token)).status).toBe(200);
    // Again, or with nonsense: who logs out is logged out.
    expect((await post('/api/auth/logout', { refreshToken: phone.refreshToken })).status).toBe(204);
    expect((await post('/api/auth/logout', { refreshToken: 'x' })).status).toBe(204);
  });

  it('log out everywhere: REST, signalling and the room, and sign in again in the same second', async () => {
    const owner = await register('everywhere');
    const roomId = await createRoom(running.baseUrl, owner.token);
    const client = await RawClient.connect(running.baseUrl, owner.token);
    await client.request('join', { roomId, as: 'publisher' });
    const plain = new WebSocket(
      `${running.baseUrl.replace('http', 'ws')}/socket/room/${roomId}?token=${owner.token}`,
    );
    const plainClosed = new Promise((resolve) => plain.addEventListener('close', resolve));
    await new Promise((resolve) => plain.addEventListener('message', resolve, { once: true }));
    expect((await post('/api/auth/logout-everywhere', {}, owner.token)).status).toBe(204);
    await waitFor('the connection to be closed', () => !client.isConnected);
    await plainClosed;
    expect(running.app.rooms.get(roomId).sessionCount).toBe(0);
    expect(await codeOf(meOf(owner.token))).toEqual([401, 'token_revoked']);
    await expect(RawClient.connect(running.baseUrl, owner.token)).rejects.toMatchObject({
      message: 'token_revoked',
    });
    expect(await codeOf(post('/api/auth/refresh', { refreshToken: owner.refreshToken }))).toEqual([
      401,
      'token_revoked',
    ]);
    const again = await post('/api/auth/login', { account: 'everywhere', password });
    expect((await meOf(again.body.token)).status).toBe(200);
    await restart();
    expect(await codeOf(meOf(owner.token))).toEqual([401, 'token_revoked']);
    expect((await meOf(again.body.token)).status).toBe(200);
  });

  it('lose the sign-ins that are too many, with the tokens that these still had', async () => {
    const first = await register('many.devices');
    const accountStore = new SqlAccountStore(running.app.store);
    const open = (id: string, atMs: number) =>
      accountStore.openSignIn({
        ...{ id, secretHash: 'x', userId: first.user.id },
        ...{ atMs, expiresAtMs: atMs + 3_600_000 },
      });
    const soonMs = Date.now() + 1000;
    for (let i = 1; i < 50; i += 1) expect(await open(`s${i}`, soonMs + i)).toEqual([]);
    const client = await RawClient.connect(running.baseUrl, first.token);
    const { body: next } = await post('/api/auth/login', { account: 'many.devices', password });
    await waitFor('the connection to be closed', () => !client.isConnected);
    expect(await codeOf(meOf(first.token))).toEqual([401, 'token_revoked']);
    expect((await meOf(next.token)).status).toBe(200);
    await restart();
    expect(await codeOf(meOf(first.token))).toEqual([401, 'token_revoked']);
    // Those that nobody can have a token of any more are forgotten.
    const later = new SqlAccountStore(running.app.store);
    await later.openSignIn({
      ...{ id: 'last', secretHash: 'x', userId: first.user.id },
      ...{ atMs: soonMs + 3_700_000, expiresAtMs: soonMs + 7_200_000 },
    });
    const rows = await running.app.store.db.selectFrom('sign_ins').select(['id', 'revoked_at']).execute();
    expect(rows).toHaveLength(51);
    expect(rows.filter(({ revoked_at }) => revoked_at !== null)).toHaveLength(1);
  });

  it('end every other sign-in with a new password', async () => {
    const here = await register('changing');
    const there = (await post('/api/auth/login', { account: 'changing', password })).body;
    const change = (body: object) => ask('/api/me/password', { method: 'PUT', token: here.token, body });
    const next = 'another horse battery';
    expect(await codeOf(change({ current: 'wrong', next }))).toEqual([401, 'credentials_wrong']);
    expect((await change({ current: password, next })).status).toBe(204);
    expect((await meOf(here.token)).status).toBe(200);
    expect((await post('/api/auth/refresh', { refreshToken: here.refreshToken })).status).toBe(200);
    expect(await codeOf(meOf(there.token))).toEqual([401, 'token_revoked']);
    expect(await codeOf(post('/api/auth/login', { account: 'changing', password }))).toEqual([
      401,
      'credentials_wrong',
    ]);
    expect((await post('/api/auth/login', { account: 'changing', password: next })).status).toBe(200);
  });

  it('change name and picture, shown from the next token on', async () => {
    const { token, refreshToken, user } = await register('vain');
    const renamed = await ask<MeUpdated>('/api/me', {
      method: 'PATCH',
      token,
      body: { name: '  虚荣\u202e ' },
    });
    expect(renamed.body).toMatchObject({ user: { id: user.id, name: '虚荣' }, account: 'vain' });
    const roomId = await createRoom(running.baseUrl, renamed.body.token);
    expect((await ask(`/api/rooms/${roomId}`)).body).toMatchObject({ anchor: { name: '虚荣' } });

    const again = await ask<MeUpdated>('/api/me', {
      method: 'PATCH',
      token: renamed.body.token,
      body: { name: '虚荣二' },
    });
    expect((await ask(`/api/rooms/${roomId}`)).body).toMatchObject({ anchor: { name: '虚荣二' } });

    const { status, body } = await putAvatar(again.body.token, smallPng);
    expect(status).toBe(200);
    const { avatarUrl } = body.user;
    expect(avatarUrl).toMatch(/^\/media\/avatars\/[0-9a-f]{32}\.png$/);
    const picture = await fetch(`${running.baseUrl}${avatarUrl}`);
    expect(picture.status).toBe(200);
    expect(Object.fromEntries(picture.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(smallPng);
    const refreshed = await post('/api/auth/refresh', { refreshToken });
    expect(refreshed.body.user).toEqual({ id: user.id, name: '虚荣二', avatarUrl });
    expect((await ask(`/api/users/${user.id}`)).body).toMatchObject({
      user: { name: '虚荣二', avatarUrl },
      rooms: [{ id: roomId }],
    });

    await ask('/api/me', { method: 'PATCH', token: refreshed.body.token, body: { avatarUrl: null } });
    expect((await fetch(`${running.baseUrl}${avatarUrl}`)).status).toBe(404);
  });

  it('refuse pictures that are none, whatever they are called', async () => {
    const { token } = await register('artist');
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    expect((await putAvatar(token, svg)).body.error?.code).toBe('picture_unsupported');
    expect((await putAvatar(token, svg, 'image/svg+xml')).body.error?.code).toBe('picture_unsupported');
    expect((await putAvatar(token, Buffer.alloc(0))).status).toBe(415);
    expect((await putAvatar(token, Buffer.alloc(1024 * 1024 + 1))).body.error?.code).toBe(
      'payload_too_large',
    );
    const huge = Buffer.from(smallPng);
    huge.writeUInt32BE(5000, 16);
    expect((await putAvatar(token, huge)).body.error?.code).toBe('payload_too_large');
    const { token: guest } = await guestToken(running.baseUrl);
    expect((await putAvatar(guest, smallPng)).status).toBe(403);
  });

  it('tell guests who they are, and let them change their names', async () => {
    const { token, userId } = await guestToken(running.baseUrl, 'Gast');
    expect((await meOf(token)).body).toMatchObject({
      user: { id: userId, name: 'Gast' },
      account: null,
      kind: 'guest',
    });
    const renamed = await ask<MeUpdated>('/api/me', { method: 'PATCH', token, body: { name: 'Gästin' } });
    expect(renamed.body).toMatchObject({ user: { id: userId, name: 'Gästin' }, kind: 'guest' });
    expect((await meOf(renamed.body.token)).body.user.name).toBe('Gästin');
    expect(await codeOf(ask('/api/users/nobody'))).toEqual([404, 'not_found']);
  });

  it('slow down who guesses, and say for how long', async () => {
    await register('target');
    const guess = (account: string) => post('/api/auth/login', { account, password: 'guess' });
    for (let i = 0; i < 5; i += 1) expect((await guess('target')).status).toBe(401);
    const refused = await guess('Target');
    expect(refused).toMatchObject({ status: 429, body: { error: { code: 'too_many_requests' } } });
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect((await guess('somebody.else')).status).toBe(401);
  });

  // The time of the CPU, hashing included, and not of the clock: other tests run on this machine.
  it('of banned people are refused with the reason, and only to who knows the password', async () => {
    const { user, token } = await register('mallory');
    const operator = await operatorToken(running);
    const ban = { userId: user.id, kind: 'ban', reason: 'fraud' };
    expect((await post('/api/moderation/sanctions', ban, operator)).status).toBe(201);
    const zh = { 'accept-language': 'zh' };
    const refused = await post('/api/auth/login', { account: 'mallory', password }, undefined, zh);
    expect(refused).toMatchObject({
      status: 403,
      body: {
        error: { code: 'banned', message: '你已被封禁。', details: { scope: 'platform', reason: 'fraud' } },
      },
    });
    const guessed = post('/api/auth/login', { account: 'mallory', password: 'not this one' });
    expect(await codeOf(guessed)).toEqual([401, 'credentials_wrong']);
    expect(await codeOf(meOf(token))).toEqual([403, 'banned']);
    await ask(`/api/moderation/sanctions/ban/${user.id}`, { method: 'DELETE', token: operator });
    expect((await post('/api/auth/login', { account: 'mallory', password })).status).toBe(200);
  });

  it('answer the same, with the same work, whether the account exists or not', async () => {
    await register('present');
    const tries = async (account: string) => {
      const before = process.cpuUsage();
      const { status, body } = await post('/api/auth/login', { account, password: 'guess' });
      const { user, system } = process.cpuUsage(before);
      return { status, body, tookMs: (user + system) / 1000 };
    };
    await tries('warm.up');
    const [present, absent] = [[], []] as Awaited<ReturnType<typeof tries>>[][];
    for (let i = 0; i < 4; i += 1) {
      present?.push(await tries('present'));
      absent?.push(await tries('absent'));
    }
    const answers = [...(present ?? []), ...(absent ?? [])].map(({ status, body }) =>
      JSON.stringify({ status, body }),
    );
    expect(new Set(answers).size).toBe(1);
    const fastest = (all: typeof present) => Math.min(...(all ?? []).map(({ tookMs }) => tookMs));
    const ratio = fastest(present) / fastest(absent);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  it('of operators may do what operators may, and nobody else’s', async () => {
    await restart({ OPERATORS: 'Boss, nobody.yet' });
    const boss = await register('boss');
    const other = await register('other');
    expect((await meOf(boss.token)).body.isOperator).toBe(true);
    expect((await meOf(other.token)).body.isOperator).toBe(false);
    const roomId = await createRoom(running.baseUrl, other.token);
    const retitle = (token: string) =>
      ask(`/api/rooms/${roomId}`, { method: 'PATCH', token, body: { title: 'Tidy' } });
    expect((await retitle(boss.token)).status).toBe(200);
    await restart();
    const demoted = await post('/api/auth/refresh', { refreshToken: boss.refreshToken });
    expect((await meOf(demoted.body.token)).body.isOperator).toBe(false);
  });

  it('are made by operators alone where registration is closed', async () => {
    const boss = await register('boss');
    await restart({ REGISTRATION: 'closed', OPERATORS: 'boss' });
    expect((await ask('/api/info')).body).toMatchObject({ isRegistrationOpen: false });
    const wish = { account: 'newcomer', password, name: 'New' };
    expect(await codeOf(post('/api/auth/register', wish))).toEqual([403, 'registration_closed']);
    const ofOneRoom = await operatorToken(running, 'r1');
    expect(await codeOf(post('/api/auth/register', wish, ofOneRoom))).toEqual([403, 'registration_closed']);
    const { body } = await post('/api/auth/refresh', { refreshToken: boss.refreshToken });
    const made = await post('/api/auth/register', wish, body.token);
    expect(made.status).toBe(201);
    expect(made.body.user.id).not.toBe(boss.user.id);
  });

  it('stand beside users of another backend, who are remembered and belong to it', async () => {
    const { token } = await running.app.tokens.issue({
      userId: 'shop-42',
      name: 'Shopper',
      grants: {
        room: '*',
        role: 'viewer',
        createRoom: false,
        publish: false,
        subscribe: true,
        chat: true,
        moderate: false,
      },
      ttlMs: 60_000,
      nowMs: Date.now(),
    });
    expect((await meOf(token)).body).toMatchObject({
      user: { id: 'shop-42' },
      account: null,
      kind: 'external',
    });
    expect(await codeOf(ask('/api/me', { method: 'PATCH', token, body: { name: 'x' } }))).toEqual([
      403,
      'forbidden',
    ]);
    await waitFor('them to be found', async () => (await ask('/api/users/shop-42')).status === 200);
  });

  it('never let a password or a token into the log', async () => {
    const { token, refreshToken } = await register('quiet');
    await post('/api/auth/login', { account: 'quiet', password: 'Wrong-Password-1' });
    await post('/api/auth/refresh', { refreshToken });
    const log = await waitFor('the log', async () => {
      const text = await readFile(running.logFile, 'utf8');
      return text.includes('login refused') && text;
    });
    for (const secret of [password, 'Wrong-Password-1', token, refreshToken])
      expect(log).not.toContain(secret);
  });
});
