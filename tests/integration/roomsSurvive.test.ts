import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askRest } from '../support/askRest.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { ServerProcess } from '../support/ServerProcess.ts';
import { waitFor } from '../support/waitFor.ts';

let database: TestDatabase;
let server: ServerProcess | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
  await database.remove();
});

async function start(): Promise<ServerProcess> {
  server = await ServerProcess.start(database.settings);
  return server;
}

async function goLive({ baseUrl }: ServerProcess) {
  const { token } = await guestToken(baseUrl);
  const roomId = await createRoom(baseUrl, token);
  const change = (path: string, body: object) =>
    askRest(baseUrl, `/api/rooms/${roomId}${path}`, { method: 'PATCH', token, body });
  await change('', { title: 'Survivors', coverUrl: 'https://example.com/cover.png' });
  await change('/stage', { seatCount: 5 });
  await change('/composition', { layout: 'grid' });
  const anchor = await RawClient.connect(baseUrl, token);
  await anchor.request('join', { roomId, as: 'publisher' });
  await anchor.request('startShow', {});
  return { roomId, token, anchor };
}

async function shows() {
  const store = await database.open();
  const rows = await store.db.selectFrom('shows').selectAll().execute();
  await store.close();
  return rows;
}

describe.each(databases)('rooms on $name', ({ create }) => {
  beforeEach(async () => {
    database = await create();
  });

  it('outlive their server with everything that was set in them, and their anchor goes live again', async () => {
    const first = await start();
    const { roomId, token, anchor } = await goLive(first);
    const fan = await RawClient.connect(first.baseUrl, (await guestToken(first.baseUrl, 'Fan')).token);
    await fan.request('join', { roomId });
    await fan.request('like', { count: 7 });
    await fan.event('likesAdded');
    fan.close();
    anchor.close();
    await first.close();
    const [show] = await shows();
    expect(show).toMatchObject({ room_id: roomId, title: 'Survivors', end_reason: 'server_stopping' });

    const second = await start();
    const { json: room } = await askRest(second.baseUrl, `/api/rooms/${roomId}`);
    expect(room).toMatchObject({
      title: 'Survivors',
      coverUrl: 'https://example.com/cover.png',
      status: 'ended',
      likeCount: 7,
      startedAt: new Date(show?.started_at ?? 0).toISOString(),
    });
    const settingsOf = async (path: string) =>
      (await askRest(second.baseUrl, `/api/rooms/${roomId}${path}`, { token })).json;
    expect(await settingsOf('/stage')).toMatchObject({ seatCount: 5 });
    expect(await settingsOf('/composition')).toMatchObject({ layout: 'grid' });
    const again = await RawClient.connect(second.baseUrl, token);
    await again.request('join', { roomId, as: 'publisher' });
    expect(await again.request('startShow', {})).toMatchObject({ showId: expect.any(String) });
    again.close();
  });

  it('are not touched by a second server, which is refused', async () => {
    const first = await start();
    const { roomId, anchor } = await goLive(first);
    await waitFor('the show to be written', async () => (await shows()).length > 0);
    const second = ServerProcess.start(database.settings);
    await expect(second).rejects.toThrow(/(DATA_DIR|DATABASE_URL): another server is .* of its own/);
    expect(await shows()).toMatchObject([{ room_id: roomId, end_reason: null }]);
    const { json: room } = await askRest(first.baseUrl, `/api/rooms/${roomId}`);
    expect(room).toMatchObject({ status: 'live' });
    anchor.close();
  });

  it('lose no show to a server that was killed: it ended when the server was lost', async () => {
    const first = await start();
    const { roomId, anchor } = await goLive(first);
    await waitFor('the show to be written', async () => (await shows()).length > 0);
    first.signal('SIGKILL');
    await first.exited;
    anchor.close();

    const second = await start();
    const { json: room } = await askRest(second.baseUrl, `/api/rooms/${roomId}`);
    expect(room).toMatchObject({ status: 'ended' });
    const [show] = await shows();
    expect(show).toMatchObject({ end_reason: 'server_lost' });
    expect(show?.ended_at).toBeGreaterThanOrEqual(show?.started_at ?? Number.POSITIVE_INFINITY);
  });
});
