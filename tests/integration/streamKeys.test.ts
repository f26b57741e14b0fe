import { StreamKeyView } from '@lianmai/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Asked, askRest } from '../support/askRest.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { operatorToken } from '../support/operatorToken.ts';
import { createRoom, guestToken } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';

describe.each(databases)('stream keys on $name', ({ create }) => {
  let database: TestDatabase;
  let running: RunningApp;
  let token: string;
  let path: string;

  beforeEach(async () => {
    database = await create();
    await start();
    token = (await guestToken(running.baseUrl, 'Anchor')).token;
    path = `/api/rooms/${await createRoom(running.baseUrl, token)}/stream-key`;
  });
  afterEach(async () => {
    await running.close();
    await database.remove();
  });

  async function start(settings: Record<string, string> = {}): Promise<void> {
    running = await startApp({ ...database.settings, RTMP_PORT: '0', ...settings });
  }
  async function restart(settings: Record<string, string> = {}): Promise<void> {
    await running.close();
    await start(settings);
  }
  const ask = (of: string, asked: Asked = { token }) => askRest(running.baseUrl, of, asked);
  const keyNow = async () => StreamKeyView.parse((await ask(path)).json).streamKey;

  it('are the anchor’s and operators’ to see and renew', async () => {
    const { status, headers, json } = await ask(path);
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect((await ask(path, { token: await operatorToken() })).json).toEqual(json);
    const renewed = await ask(`${path}/renew`, { method: 'POST', token: await operatorToken() });
    expect(renewed.status).toBe(200);
    expect(renewed.json).not.toEqual(json);
    expect((await ask(path)).json).toEqual(renewed.json);
  });

  it.each([
    ['', 'GET'],
    ['/renew', 'POST'],
  ])('are nobody else’s (%s)', async (ending, method) => {
    const viewer = await guestToken(running.baseUrl, 'Viewer');
    const refused = await ask(path + ending, { method, token: viewer.token });
    expect([refused.status, refused.json.error.code]).toEqual([403, 'forbidden']);
    const unnamed = await ask(path + ending, { method });
    expect([unnamed.status, unnamed.json.error.code]).toEqual([401, 'token_missing']);
  });

  it('outlive a restart, renewed or not', async () => {
    const first = await keyNow();
    await restart();
    expect(await keyNow()).toBe(first);
    await ask(`${path}/renew`, { method: 'POST', token });
    await ask(`${path}/renew`, { method: 'POST', token });
    const renewed = await keyNow();
    await restart();
    expect(await keyNow()).toBe(renewed);
    expect(renewed).not.toBe(first);
  });

  it('name the server that the settings name, and are not offered where RTMP is off', async () => {
    await restart({ RTMP_URL: 'rtmps://live.example.com/live/' });
    expect((await ask(path)).json.rtmpUrl).toMatch(
      /^rtmps:\/\/live\.example\.com\/live\/[\w-]+\?token=lmsk_/,
    );
    await restart({ RTMP_PORT: 'off' });
    expect((await ask(path)).json.error.code).toBe('not_supported');
  });
});
