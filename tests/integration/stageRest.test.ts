import { defaultCompositionSettings, defaultStageSettings } from '@lianmai/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asked, askRest } from '../support/askRest.ts';
import { createRoom, guestToken } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await startApp();
});
afterAll(() => running.close());

const ask = (path: string, asked?: Asked) => askRest(running.baseUrl, path, asked);

describe('REST: the stage and its picture', () => {
  it('shows and changes the settings of a room, for its anchor alone', async () => {
    const { token } = await guestToken(running.baseUrl);
    const id = await createRoom(running.baseUrl, token);
    expect((await ask(`/api/rooms/${id}/stage`, { token })).json).toEqual(defaultStageSettings);
    const changed = await ask(`/api/rooms/${id}/stage`, {
      method: 'PATCH',
      token,
      body: { seatCount: 4, admission: 'open' },
    });
    expect(changed.json).toEqual({ seatCount: 4, admission: 'open', usesGreenRoom: true });
    expect(running.app.rooms.get(id).snapshot().stage.seats).toHaveLength(4);
    const stranger = await guestToken(running.baseUrl);
    for (const path of ['stage', 'composition']) {
      expect((await ask(`/api/rooms/${id}/${path}`, stranger)).status).toBe(403);
      expect((await ask(`/api/rooms/${id}/${path}`)).status).toBe(401);
    }
  });

  it('shows and changes how the picture is composed, one setting at a time', async () => {
    const { token } = await guestToken(running.baseUrl);
    const id = await createRoom(running.baseUrl, token);
    const path = `/api/rooms/${id}/composition`;
    expect((await ask(path, { token })).json).toEqual(defaultCompositionSettings);
    const layout = { tiles: [{ seat: 0, x: 0, y: 0, width: 1, height: 0.5 }] };
    await ask(path, { method: 'PATCH', token, body: { mode: 'always' } });
    const { json } = await ask(path, { method: 'PATCH', token, body: { layout, canvas: 'portrait' } });
    expect(json).toMatchObject({ mode: 'always', canvas: 'portrait', background: '#16181c' });
    expect(json.layout.tiles).toEqual([{ ...layout.tiles[0], z: 0, fit: 'cover' }]);
  });

  it.each([
    ['stage', { seatCount: 10 }],
    ['stage', { seatCount: 0 }],
    ['stage', {}],
    ['stage', { admission: 'nobody' }],
    ['composition', { layout: { tiles: [] } }],
    ['composition', { layout: { tiles: [{ seat: 0, x: 0.6, y: 0, width: 0.6, height: 1 }] } }],
    ['composition', { canvas: { width: 161, height: 200 } }],
    ['composition', { background: 'red' }],
    ['composition', { mode: 'auto', extra: 1 }],
  ])('refuses a wrong %s: %j', async (path, body) => {
    const { token } = await guestToken(running.baseUrl);
    const id = await createRoom(running.baseUrl, token);
    const before = (await ask(`/api/rooms/${id}/${path}`, { token })).json;
    const { status, json } = await ask(`/api/rooms/${id}/${path}`, { method: 'PATCH', token, body });
    expect([status, json.error.code]).toEqual([400, 'invalid_request']);
    expect((await ask(`/api/rooms/${id}/${path}`, { token })).json).toEqual(before);
  });
});
