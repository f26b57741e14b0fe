import type { Follow, FollowState, PushKey, ScheduledShow, UserNotices, UserProfile } from '@lianmai/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Asked, askRest } from '../support/askRest.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { FakePushService } from '../support/push/FakePushService.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';

interface Person {
  token: string;
  userId: string;
}

let running: RunningApp;
let push: FakePushService;
let database: TestDatabase;
let mei: Person;
let ada: Person;
let roomId: string;

const ask = async <T>(path: string, asked: Asked = {}): Promise<{ status: number; json: T }> =>
  await askRest(running.baseUrl, path, asked);
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
const noticesOf = async (token: string) => (await ask<UserNotices>('/api/me/notices', { token })).json;

async function goLive(): Promise<RawClient> {
  const client = await RawClient.connect(running.baseUrl, mei.token);
  await client.request('join', { roomId, as: 'publisher' });
  await client.request('startShow', {});
  return client;
}

async function announce(ms: number): Promise<ScheduledShow> {
  const body = { title: '下午茶', startsAt: inMs(ms) };
  const { status, json } = await ask<ScheduledShow>(`/api/rooms/${roomId}/schedule`, {
    method: 'POST',
    token: mei.token,
    body,
  });
  expect(status).toBe(201);
  return json;
}

describe.each(databases)('followers on $name', ({ create }) => {
  beforeEach(async () => {
    push = await FakePushService.start();
    database = await create();
    running = await startApp({ ...database.settings, PUSH_SERVICES: push.origin });
    mei = await guestToken(running.baseUrl, 'Mei');
    ada = await guestToken(running.baseUrl, 'Ada');
    roomId = await createRoom(running.baseUrl, mei.token, { title: 'Tea' });
  });

  afterEach(async () => {
    await running.close();
    await database.remove();
    await push.close();
  });

  it('follows and unfollows, and everybody sees the count', async () => {
    const path = `/api/users/${mei.userId}/follow`;
    const { json } = await ask<FollowState>(path, { method: 'PUT', token: ada.token });
    expect(json).toEqual({ isFollowed: true, followerCount: 1 });
    const seenBy = async (token?: string) =>
      (await ask<UserProfile>(`/api/users/${mei.userId}`, token === undefined ? {} : { token })).json;
    expect(await seenBy()).toMatchObject({ followerCount: 1, isFollowed: null, rooms: [{ id: roomId }] });
    expect(await seenBy(ada.token)).toMatchObject({ user: { name: 'Mei' }, isFollowed: true });
    const follows = await ask<Follow[]>('/api/me/follows', { token: ada.token });
    expect(follows.json).toMatchObject([{ user: { name: 'Mei' }, liveRoom: null }]);
    const { json: after } = await ask<FollowState>(path, { method: 'DELETE', token: ada.token });
    expect(after).toEqual({ isFollowed: false, followerCount: 0 });
  });

  it.each([
    { name: 'oneself', id: () => mei.userId, status: 409, code: 'invalid_state' },
    { name: 'nobody', id: () => 'nobody', status: 404, code: 'not_found' },
  ])('does not follow $name', async ({ id, status, code }) => {
    const answer = await ask(`/api/users/${id()}/follow`, { method: 'PUT', token: mei.token });
    expect(answer).toMatchObject({ status, json: { error: { code } } });
  });

  it('tells a follower in the app and in every browser when the anchor is live', async () => {
    await ask(`/api/users/${mei.userId}/follow`, { method: 'PUT', token: ada.token });
    const { json: key } = await ask<PushKey>('/api/push-key');
    push.publicKey = key.publicKey;
    const browser = push.browser();
    const body = { ...browser.subscription, language: 'en' };
    const saved = await ask('/api/me/push-subscription', { method: 'PUT', token: ada.token, body });
    expect(saved.status).toBe(204);

    const anchor = await goLive();
    const [message] = await waitFor('the push message', () =>
      browser.received.length > 0 ? browser.received : undefined,
    );
    expect(message).toMatchObject({
      language: 'en',
      notice: { kind: 'wentLive', roomId, title: 'Tea', anchor: { name: 'Mei' } },
    });
    expect(push.problems).toEqual([]);
    const { notices, readUpTo } = await noticesOf(ada.token);
    expect([notices.length, readUpTo]).toEqual([1, null]);
    const upTo = notices[0]?.at;
    await ask('/api/me/notices/read', { method: 'POST', token: ada.token, body: { upTo } });
    expect((await noticesOf(ada.token)).readUpTo).toBe(upTo);
    expect((await noticesOf(mei.token)).notices).toEqual([]);
    const live = await ask<Follow[]>('/api/me/follows?live=true', { token: ada.token });
    expect(live.json).toMatchObject([{ liveRoom: { id: roomId, status: 'live' } }]);
    anchor.close();
  });

  it('reminds of an announced show when it begins, and lists it no more', async () => {
    const show = await announce(10 * 60_000);
    const reminder = `/api/schedule/${show.id}/reminder`;
    expect((await ask(reminder, { method: 'PUT', token: ada.token })).json).toEqual({
      isReminded: true,
      reminderCount: 1,
    });
    expect((await ask(`/api/rooms/${roomId}/schedule`, { token: ada.token })).json).toMatchObject([
      { title: '下午茶', isReminded: true, anchor: { name: 'Mei' } },
    ]);
    const anchor = await goLive();
    const notices = await waitFor('the notice', async () => {
      const listed = (await noticesOf(ada.token)).notices;
      return listed.length > 0 ? listed : undefined;
    });
    expect(notices).toMatchObject([{ kind: 'wentLive', scheduleId: show.id }]);
    expect((await ask('/api/schedule')).json).toEqual([]);
    anchor.close();
  });

  it('reminds of a show of a private room only who may come in, and tells nobody when it begins', async () => {
    await ask(`/api/users/${mei.userId}/follow`, { method: 'PUT', token: ada.token });
    const show = await announce(10 * 60_000);
    await ask(`/api/rooms/${roomId}`, { method: 'PATCH', token: mei.token, body: { access: 'private' } });
    const reminder = `/api/schedule/${show.id}/reminder`;
    expect(await ask(reminder, { method: 'PUT', token: ada.token })).toMatchObject({
      status: 403,
      json: { error: { code: 'room_private' } },
    });
    expect((await ask(reminder, { method: 'PUT', token: mei.token })).status).toBe(200);
    expect((await ask('/api/schedule')).json).toEqual([]);

    const anchor = await goLive();
    const listed = async () =>
      (await ask<ScheduledShow[]>(`/api/rooms/${roomId}/schedule`, { token: mei.token })).json;
    await waitFor('it off the list', async () => (await listed()).length === 0);
    expect((await noticesOf(ada.token)).notices).toEqual([]);
    anchor.close();
  });

  it('tells those who wait that a show was cancelled', async () => {
    const show = await announce(3_600_000);
    await ask(`/api/schedule/${show.id}/reminder`, { method: 'PUT', token: ada.token });
    const path = `/api/rooms/${roomId}/schedule/${show.id}`;
    expect((await ask(path, { method: 'DELETE', token: ada.token })).status).toBe(403);
    expect((await ask(path, { method: 'DELETE', token: mei.token })).status).toBe(204);
    const told = async () => (await noticesOf(ada.token)).notices[0];
    expect(await waitFor('the notice', told)).toMatchObject({ kind: 'showCancelled' });
    expect((await ask(`/api/schedule/${show.id}/reminder`, { method: 'PUT', token: ada.token })).status).toBe(
      404,
    );
  });

  it('sends only to push services that the operator allows', async () => {
    const { keys } = push.browser().subscription;
    for (const endpoint of [
      'https://169.254.169.254/x',
      'http://localhost:1/x',
      'https://push.evil.test/x',
    ]) {
      const body = { endpoint, keys };
      const answer = await ask('/api/me/push-subscription', { method: 'PUT', token: ada.token, body });
      expect(answer).toMatchObject({ status: 400, json: { error: { fields: [{ path: 'endpoint' }] } } });
    }
  });
});
