import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askRest } from '../support/askRest.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { FlvReader } from '../support/FlvReader.ts';
import { PlainClient } from '../support/PlainClient.ts';
import { guestToken, RawClient } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';
import { operatorToken } from './moderationFixture.ts';

describe('a live room that turns private', () => {
  let running: RunningApp;
  let operator: string;

  beforeAll(async () => {
    running = await startApp();
    await running.app.startDemoRoom('demo');
    operator = await operatorToken(running);
  });
  afterAll(() => running.close());

  const ask = (path: string, token?: string, body?: object, method = body ? 'POST' : 'GET') =>
    askRest(running.baseUrl, path, { method, token, body });
  const setAccess = (access: string) => ask('/api/rooms/demo', operator, { access }, 'PATCH');
  const codeOf = async (path: string, token?: string) => (await ask(path, token)).json?.error?.code ?? null;

  it('ends whoever may not stay: sessions over both carriers, FLV with and without a signature', async () => {
    const bob = await guestToken(running.baseUrl, 'Bob');
    const overSocketIo = await RawClient.connect(running.baseUrl, bob.token);
    await overSocketIo.request('join', { roomId: 'demo' });
    const plain = new PlainClient(running.baseUrl, 'demo', {
      token: (await guestToken(running.baseUrl, 'Cai')).token,
    });
    await plain.reply('join');
    const { json } = await ask('/api/rooms/demo/stream', bob.token);
    const signed = await FlvReader.open(json.sources[1].url);
    const unsigned = await FlvReader.open(`${running.baseUrl}/live/demo.flv`);
    for (const reader of [signed, unsigned]) await waitFor('pictures', () => reader.count('video') > 5);

    expect((await setAccess('private')).json.access).toBe('private');
    expect(await overSocketIo.notice('sessionEnded')).toEqual({ reason: 'room_private' });
    await waitFor('the notice', () =>
      plain.frames.some(
        (frame) =>
          frame.type === 'notice' && frame.notice === 'sessionEnded' && frame.data.reason === 'room_private',
      ),
    );
    await waitFor('both cut', () => signed.isCut && unsigned.isCut);
    const hls = await fetch(json.streamUrl);
    expect([hls.status, JSON.parse(await hls.text()).error.code]).toEqual([403, 'room_private']);
    overSocketIo.close();
    plain.close();
  });

  it('is nowhere to be seen for who was not invited, and is what it was for who is', async () => {
    await setAccess('private');
    const dan = await guestToken(running.baseUrl, 'Dan');
    const paths = ['', '/stream', '/audience', '/messages', '/givers', '/schedule'].map(
      (path) => `/api/rooms/demo${path}`,
    );
    for (const path of paths) expect([path, await codeOf(path, dan.token)]).toEqual([path, 'room_private']);
    expect((await ask('/api/rooms?status=live')).json).toEqual([]);

    const refused = await ask('/api/rooms/demo/invitation/accept', dan.token, { code: 'a guess' });
    expect([refused.status, refused.json.error.code]).toEqual([403, 'invitation_invalid']);
    expect(await codeOf('/api/rooms/demo/invitation', dan.token)).toBe('forbidden');
    const invitation = (await ask('/api/rooms/demo/invitation', operator)).json;
    expect(invitation.url).toBe(`${running.baseUrl}/room/demo?invitation=${invitation.code}`);
    const accepted = await ask('/api/rooms/demo/invitation/accept', dan.token, { code: invitation.code });
    expect(accepted.json).toMatchObject({ id: 'demo', access: 'private' });
    for (const path of paths) expect([path, await codeOf(path, dan.token)]).toEqual([path, null]);
    const { json } = await ask('/api/rooms/demo/stream', dan.token);
    const reader = await FlvReader.open(json.sources[1].url);
    await waitFor('pictures', () => reader.count('video') > 5);
    reader.close();

    const renewed = (await ask('/api/rooms/demo/invitation/renew', operator, {})).json;
    expect(renewed.code).not.toBe(invitation.code);
    const late = await guestToken(running.baseUrl, 'Late');
    const old = await ask('/api/rooms/demo/invitation/accept', late.token, { code: invitation.code });
    expect(old.json.error.code).toBe('invitation_invalid');
    await setAccess('public');
    expect(await codeOf('/api/rooms/demo', late.token)).toBeNull();
  });
});

describe.each(databases)('private rooms on $name', ({ create }) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await create();
  });
  afterAll(() => database.remove());

  const accept = (running: RunningApp, path: string, token: string, code: string) =>
    askRest(running.baseUrl, `${path}/invitation/accept`, { method: 'POST', token, body: { code } });

  async function privateRoom(running: RunningApp) {
    const anchor = await guestToken(running.baseUrl, 'Anna');
    const body = { title: 'Among us', access: 'private' };
    const made = await askRest(running.baseUrl, '/api/rooms', { method: 'POST', token: anchor.token, body });
    const path = `/api/rooms/${made.json.id}`;
    const { code } = (await askRest(running.baseUrl, `${path}/invitation`, { token: anchor.token })).json;
    return { anchor, path, code };
  }

  it('stay private over a restart, with their invitation and who has taken it up', async () => {
    const before = await startApp(database.settings);
    const { anchor, path, code } = await privateRoom(before);
    const bob = await guestToken(before.baseUrl, 'Bob');
    expect((await accept(before, path, bob.token, code)).status).toBe(200);
    await before.close();

    const after = await startApp(database.settings);
    try {
      const as = async (token: string) => (await askRest(after.baseUrl, path, { token })).status;
      const stranger = await guestToken(after.baseUrl, 'Cai');
      expect([await as(anchor.token), await as(bob.token), await as(stranger.token)]).toEqual([
        200, 200, 403,
      ]);
      const again = await askRest(after.baseUrl, `${path}/invitation`, { token: anchor.token });
      expect(again.json.code).toBe(code);
    } finally {
      await after.close();
    }
  });

  it('take their invitations back for good, but for those that came after', async () => {
    const before = await startApp(database.settings);
    const { anchor, path, code } = await privateRoom(before);
    const [bob, cai] = [await guestToken(before.baseUrl, 'Bob'), await guestToken(before.baseUrl, 'Cai')];
    for (const { token } of [bob, cai]) await accept(before, path, token, code);
    const renew = (body: object) =>
      askRest(before.baseUrl, `${path}/invitation/renew`, { method: 'POST', token: anchor.token, body });
    expect((await renew({ uninvite: 'all' })).json.error.code).toBe('invalid_request');
    const renewed = (await renew({ uninvite: true })).json;
    expect((await accept(before, path, cai.token, renewed.code)).status).toBe(200);
    const statuses = (running: RunningApp) =>
      Promise.all(
        [bob, cai].map(async ({ token }) => (await askRest(running.baseUrl, path, { token })).status),
      );
    expect(await statuses(before)).toEqual([403, 200]);
    await before.close();

    const after = await startApp(database.settings);
    try {
      expect(await statuses(after)).toEqual([403, 200]);
    } finally {
      await after.close();
    }
  });
});
