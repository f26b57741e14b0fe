import type { AuditEntry, Report, SanctionKind } from '@lianmai/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askRest } from '../support/askRest.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';
import { guestFrom, operatorToken, publicAddress } from './moderationFixture.ts';

interface Person {
  token: string;
  userId: string;
}

/** Every way in which somebody may try again. Each resolves with the refusal's code, or `null` when nothing stopped them. */
const attempts: Record<string, (running: RunningApp, roomId: string, bob: Person) => Promise<string | null>> =
  {
    'a reload': async ({ baseUrl }, roomId, { token }) => await codeOfJoin(baseUrl, roomId, token),
    'another tab, as publisher': async ({ baseUrl }, roomId, { token }) =>
      await codeOfJoin(baseUrl, roomId, token, 'publisher'),
    'a renewed token': async ({ baseUrl }, roomId, { token }) => {
      const renewed = await guestFrom(baseUrl, '127.0.0.1', token);
      return renewed.code ?? (await codeOfJoin(baseUrl, roomId, renewed.token));
    },
  };

describe.each(databases)('moderation on $name', ({ create }) => {
  let database: TestDatabase;
  let running: RunningApp;
  let anchor: Person;
  let roomId: string;

  beforeAll(async () => {
    database = await create();
    running = await startApp(database.settings);
    anchor = await guestToken(running.baseUrl, 'Anna');
    roomId = await createRoom(running.baseUrl, anchor.token);
  });
  afterAll(async () => {
    await running.close();
    await database.remove();
  });

  const sanction = (userId: string, kind: SanctionKind, body: object = {}) =>
    askRest(running.baseUrl, `/api/rooms/${roomId}/sanctions`, {
      method: 'POST',
      token: anchor.token,
      body: { userId, kind, ...body },
    });

  it.each([
    ['kick', 'kicked'],
    ['ban', 'banned'],
  ] as const)('%s: out at once with the reason, and not in again by any way', async (kind, code) => {
    const bob = await guestToken(running.baseUrl, 'Bob');
    const client = await RawClient.connect(running.baseUrl, bob.token);
    const joined = await client.request('join', { roomId });
    const answer = await sanction(bob.userId, kind, { duration: 600, reason: 'spam' });
    expect(answer.status).toBe(201);
    const ended = await client.notice('sessionEnded');
    expect(ended).toMatchObject({ reason: code, sanction: { reason: 'spam', scope: 'room' } });
    expect(await codeOf(client.request('endShow', {}))).toBe('not_joined');
    const resume = { sessionId: joined.sessionId, resumeKey: joined.resumeKey, lastSeq: 0 };
    const again = await RawClient.connect(running.baseUrl, bob.token);
    expect(await codeOf(again.request('join', { roomId, resume }))).toBe(code);
    for (const [way, attempt] of Object.entries(attempts)) {
      expect(await attempt(running, roomId, bob), way).toBe(code);
    }
    for (const one of [client, again]) one.close();
  });

  it('who may not come in does not see who is there', async () => {
    const bob = await guestToken(running.baseUrl, 'Bob');
    const audience = `/api/rooms/${roomId}/audience`;
    expect(await askRest(running.baseUrl, audience, { token: bob.token })).toMatchObject({ status: 200 });
    await sanction(bob.userId, 'kick', { duration: 600 });
    expect(await askRest(running.baseUrl, audience, { token: bob.token })).toMatchObject({
      status: 403,
      json: { error: { code: 'kicked' } },
    });
  });

  it('an operator of one room has that room only', async () => {
    const token = await operatorToken(running, roomId);
    const ask = async (path: string, body?: object) => {
      const method = body ? 'POST' : 'GET';
      return (await askRest(running.baseUrl, path, { token, method, ...(body && { body }) })).status;
    };
    const wish = { userId: 'somebody', kind: 'mute' };
    expect(await ask(`/api/rooms/${roomId}/sanctions`, wish)).toBe(201);
    expect(await ask('/api/moderation/sanctions', wish)).toBe(403);
    for (const path of ['audit', 'audit.csv', 'reports', 'words', 'sanctions']) {
      expect(await ask(`/api/moderation/${path}`), path).toBe(403);
    }
    const client = await RawClient.connect(running.baseUrl, token);
    await client.request('join', { roomId });
    expect(await codeOf(client.request('sanction', { userId: 'eve', kind: 'ban', scope: 'platform' }))).toBe(
      'forbidden',
    );
    client.close();
  });

  it('mute: no seat, over every connection, and told until when', async () => {
    const bob = await guestToken(running.baseUrl, 'Bob');
    const first = await RawClient.connect(running.baseUrl, bob.token);
    await first.request('join', { roomId });
    await sanction(bob.userId, 'mute', { duration: 600, reason: 'caps' });
    expect(await first.notice('standingChanged')).toMatchObject({ muted: { reason: 'caps' } });
    const second = await RawClient.connect(running.baseUrl, bob.token);
    expect(await second.request('join', { roomId })).toMatchObject({ muted: { reason: 'caps' } });
    const refused = await second.send({ type: 'applyForSeat', id: 'a' });
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'muted', details: { reason: 'caps', untilMs: expect.any(Number) } },
    });
    const lifted = await askRest(running.baseUrl, `/api/rooms/${roomId}/sanctions/mute/${bob.userId}`, {
      method: 'DELETE',
      token: anchor.token,
    });
    expect(lifted.status).toBe(204);
    expect(await codeOf(second.request('applyForSeat', {}))).toBe('room_not_live');
    for (const one of [first, second]) one.close();
  });

  it('a guest who throws their identity away is known by their address, others are not', async () => {
    const guest = await guestFrom(running.baseUrl, publicAddress);
    expect(await codeOfJoin(running.baseUrl, roomId, guest.token)).toBeNull();
    await sanction(guest.userId, 'ban');
    const thrownAway = await guestFrom(running.baseUrl, publicAddress);
    expect(thrownAway.userId).not.toBe(guest.userId);
    expect(await codeOfJoin(running.baseUrl, roomId, thrownAway.token)).toBe('banned');
    const neighbour = await guestFrom(running.baseUrl, '203.0.113.8');
    expect(await codeOfJoin(running.baseUrl, roomId, neighbour.token)).toBeNull();
  });

  it('a ban on the platform refuses the token everywhere', async () => {
    const operator = await operatorToken(running);
    const eve = await guestToken(running.baseUrl, 'Eve');
    const banned = await askRest(running.baseUrl, '/api/moderation/sanctions', {
      method: 'POST',
      token: operator,
      body: { userId: eve.userId, kind: 'ban', reason: 'fraud' },
    });
    expect(banned).toMatchObject({ status: 201, json: { roomId: null } });
    const rest = await askRest(running.baseUrl, '/api/rooms', {
      method: 'POST',
      token: eve.token,
      body: { title: 'Mine' },
    });
    expect(rest).toMatchObject({
      status: 403,
      json: { error: { code: 'banned', details: { reason: 'fraud' } } },
    });
    await expect(RawClient.connect(running.baseUrl, eve.token)).rejects.toMatchObject({ message: 'banned' });
    expect(await guestFrom(running.baseUrl, '127.0.0.1', eve.token)).toMatchObject({ code: 'banned' });
  });

  it('moderators work at once, keep their rank below the anchor, and all of it is written down', async () => {
    const mo = await guestToken(running.baseUrl, 'Mo');
    const client = await RawClient.connect(running.baseUrl, mo.token);
    await client.request('join', { roomId });
    const moderators = `/api/rooms/${roomId}/moderators/${mo.userId}`;
    const named = await askRest(running.baseUrl, moderators, { method: 'PUT', token: anchor.token });
    expect(named.status).toBe(204);
    expect(await client.notice('standingChanged')).toMatchObject({
      role: 'moderator',
      may: { moderate: true },
    });
    const bob = await guestToken(running.baseUrl, 'Bob');
    const kick = await client.request('sanction', { userId: bob.userId, kind: 'kick' });
    expect(kick.sanction).toMatchObject({ kind: 'kick', by: { name: 'Mo' } });
    expect(await codeOf(client.request('sanction', { userId: anchor.userId, kind: 'kick' }))).toBe(
      'forbidden',
    );
    client.close();

    const operator = await operatorToken(running);
    const audit = await askRest(running.baseUrl, `/api/moderation/audit?roomId=${roomId}&limit=2`, {
      token: operator,
    });
    expect(audit.json).toMatchObject([
      { act: 'kicked', actor: { name: 'Mo' }, target: { id: bob.userId }, origin: 'signalling' },
      { act: 'moderator_named', actor: { name: 'Anna' }, target: { name: 'Mo' } },
    ]);
    const link = /<(.*)>/.exec(audit.headers.get('link') ?? '')?.[1] ?? '';
    const older = await askRest(running.baseUrl, link, { token: operator });
    expect(older.json[0].number).toBeLessThan(audit.json[1].number);
    expect(await askRest(running.baseUrl, '/api/moderation/audit', { token: anchor.token })).toMatchObject({
      status: 403,
    });
  });

  it('who stopped whose show is written down, over signalling and REST alike', async () => {
    const token = await operatorToken(running);
    const host = await RawClient.connect(running.baseUrl, anchor.token);
    await host.request('join', { roomId, as: 'publisher' });
    const operator = await RawClient.connect(running.baseUrl, token);
    await operator.request('join', { roomId });
    const stops = {
      signalling: () => operator.request('endShow', {}),
      REST: () => askRest(running.baseUrl, `/api/rooms/${roomId}/end`, { method: 'POST', token }),
    };
    for (const stop of Object.values(stops)) {
      await host.request('startShow', {});
      await stop();
    }
    // One's own show is nobody's business.
    await host.request('startShow', {});
    await host.request('endShow', {});
    const audit = await askRest(running.baseUrl, `/api/moderation/audit?roomId=${roomId}&limit=3`, { token });
    const acts = (audit.json as AuditEntry[]).filter(({ act }) => act === 'show_stopped');
    expect(acts).toMatchObject([
      { actor: { name: 'Olga' }, target: { name: 'Anna' }, origin: '127.0.0.1' },
      { actor: { name: 'Olga' }, target: { name: 'Anna' }, origin: 'signalling' },
    ]);
    host.close();
    operator.close();
  });

  it('muted is muted in the chat; messages go with their author, and are told of by REST', async () => {
    const bob = await guestToken(running.baseUrl, 'Bob');
    const viewer = await RawClient.connect(running.baseUrl, bob.token);
    const host = await RawClient.connect(running.baseUrl, anchor.token);
    await host.request('join', { roomId });
    await viewer.request('join', { roomId });
    const { messageId } = await viewer.request('chat', { content: 'buy this' });
    await host.request('report', { subject: { type: 'message', messageId }, category: 'spam' });
    await host.request('report', { subject: { type: 'message', messageId }, category: 'spam' });
    const reports = await askRest(running.baseUrl, `/api/rooms/${roomId}/reports`, { token: anchor.token });
    const ofMessage = reports.json.filter((one: Report) => JSON.stringify(one.subject).includes(messageId));
    expect(ofMessage).toMatchObject([
      { category: 'spam', subject: { content: 'buy this', user: { name: 'Bob' } } },
    ]);
    expect(
      await askRest(running.baseUrl, `/api/rooms/${roomId}/reports`, { token: bob.token }),
    ).toMatchObject({
      status: 403,
    });
    await sanction(bob.userId, 'mute');
    expect(await codeOf(viewer.request('chat', { content: 'again' }))).toBe('muted');
    await sanction(bob.userId, 'kick', { deleteMessages: true });
    expect((await host.event('chatDeleted')).data).toMatchObject({ userId: bob.userId });
    const operator = await operatorToken(running);
    const path = `/api/moderation/audit?userId=${bob.userId}&act=messages_deleted`;
    await waitFor('the audit entry', async () => {
      const { json } = await askRest(running.baseUrl, path, { token: operator });
      return json[0]?.actor.name === 'Anna' ? true : undefined;
    });
    for (const one of [viewer, host]) one.close();
  });

  it('outlives a restart', async () => {
    const bob = await guestToken(running.baseUrl, 'Bob');
    const mo = await guestToken(running.baseUrl, 'Mo');
    await askRest(running.baseUrl, `/api/rooms/${roomId}/moderators/${mo.userId}`, {
      method: 'PUT',
      token: anchor.token,
    });
    await sanction(bob.userId, 'ban', { reason: 'again' });
    await sanction(bob.userId, 'mute');
    await askRest(running.baseUrl, `/api/rooms/${roomId}/sanctions/mute/${bob.userId}`, {
      method: 'DELETE',
      token: anchor.token,
    });
    await running.close();
    running = await startApp(database.settings);
    if ((await askRest(running.baseUrl, `/api/rooms/${roomId}`)).status === 404) {
      await createRoom(running.baseUrl, anchor.token, { id: roomId, title: 'Again' });
    }
    expect(await codeOfJoin(running.baseUrl, roomId, bob.token)).toBe('banned');
    const list = await askRest(running.baseUrl, `/api/rooms/${roomId}/sanctions`, { token: mo.token });
    expect(list).toMatchObject({ status: 200 });
    expect(list.json).toContainEqual(expect.objectContaining({ kind: 'ban', reason: 'again' }));
    const mutes = list.json.filter((one: { kind: string }) => one.kind === 'mute');
    expect(mutes.map((one: { user: { id: string } }) => one.user.id)).not.toContain(bob.userId);
  });
});

async function codeOfJoin(
  baseUrl: string,
  roomId: string,
  token: string,
  as: 'viewer' | 'publisher' = 'viewer',
): Promise<string | null> {
  const client = await RawClient.connect(baseUrl, token);
  const code = await codeOf(client.request('join', { roomId, as }));
  client.close();
  return code;
}

async function codeOf(request: Promise<unknown>): Promise<string | null> {
  return await request.then(
    () => null,
    (error: { code?: string }) => error.code ?? 'no code',
  );
}
