import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { askRest } from '../support/askRest.ts';
import { databases, postgresCluster, type TestDatabase } from '../support/databases.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';

let database: TestDatabase;
let running: RunningApp;

afterEach(async () => {
  await running.close();
  await database.remove();
});

describe('a database that goes away during a show', () => {
  it('stops neither the show nor who joins; what was not written is written when it is back', async () => {
    const cluster = await postgresCluster();
    database = await (databases[1] as (typeof databases)[0]).create();
    running = await startApp(database.settings);
    const { baseUrl } = running;
    const host = await guestToken(baseUrl, 'Host');
    const roomId = await createRoom(baseUrl, host.token);
    const account = { account: 'before', password: 'correct horse battery' };
    await askRest(baseUrl, '/api/auth/register', { method: 'POST', body: { ...account, name: 'B' } });

    await cluster.halt();
    const anchor = await RawClient.connect(baseUrl, host.token);
    await anchor.request('join', { roomId, as: 'publisher' });
    const startedAt = performance.now();
    const { showId } = await anchor.request('startShow', {});
    const guest = await guestToken(baseUrl, 'Late guest');
    const viewer = await RawClient.connect(baseUrl, guest.token);
    await viewer.request('join', { roomId, as: 'viewer' });
    await askRest(baseUrl, `/api/rooms/${roomId}`, {
      method: 'PATCH',
      token: host.token,
      body: { title: 'Dark' },
    });
    expect((await viewer.event('roomUpdated')).data.title).toBe('Dark');
    expect(performance.now() - startedAt).toBeLessThan(5000);

    const login = await askRest(baseUrl, '/api/auth/login', { method: 'POST', body: account });
    expect(login).toMatchObject({
      status: 503,
      json: { error: { code: 'database_unavailable', retryable: true } },
    });
    for (const path of ['/api/me/wallet', `/api/rooms/${roomId}/messages`, '/api/me/follows']) {
      const answer = await askRest(baseUrl, path, { token: host.token });
      expect([path, answer.json]).toMatchObject([path, { error: { code: 'database_unavailable' } }]);
    }
    const readiness = await waitFor('the server to say so', async () => {
      const response = await fetch(`${baseUrl}/readyz`);
      return response.status === 503 && (await response.json());
    });
    expect(readiness.reasons).toContain('database_unavailable');

    await cluster.resume();
    await waitFor('the server to be ready again', async () => (await fetch(`${baseUrl}/readyz`)).ok, {
      deadlineMs: 15_000,
    });
    await anchor.request('endShow', {});
    const store = await database.open();
    const show = () => store.db.selectFrom('shows').selectAll().where('id', '=', showId).executeTakeFirst();
    await waitFor('the show to be written', async () => (await show())?.end_reason, { deadlineMs: 40_000 });
    const room = await store.db.selectFrom('rooms').select('title').executeTakeFirst();
    expect(room).toEqual({ title: 'Dark' });
    await waitFor(
      'the guest to be written',
      async () => store.db.selectFrom('users').select('id').where('id', '=', guest.userId).executeTakeFirst(),
      { deadlineMs: 40_000 },
    );
    const lock = sql`select 1 from pg_locks join pg_database on pg_database.oid = pg_locks.database
      where locktype = 'advisory' and granted and datname = current_database()`;
    await waitFor(
      'the server to have the database for itself again',
      async () => (await lock.execute(store.db)).rows.length > 0,
      { deadlineMs: 20_000 },
    );
    anchor.close();
    viewer.close();
  });

  it('does not keep anybody waiting when it hangs, nor the server from stopping', async () => {
    const cluster = await postgresCluster();
    database = await (databases[1] as (typeof databases)[0]).create();
    running = await startApp(database.settings);
    const { baseUrl } = running;
    const host = await guestToken(baseUrl, 'Host');
    const goOn = await cluster.freeze();
    try {
      const startedAt = performance.now();
      const roomId = await createRoom(baseUrl, host.token);
      const anchor = await RawClient.connect(baseUrl, host.token);
      await anchor.request('join', { roomId, as: 'publisher' });
      await anchor.request('startShow', {});
      await anchor.request('endShow', {});
      anchor.close();
      expect(performance.now() - startedAt).toBeLessThan(3000);
      await waitFor('the server to say so', async () => !(await fetch(`${baseUrl}/readyz`)).ok, {
        deadlineMs: 15_000,
      });
      const stoppingAt = performance.now();
      await running.close();
      expect(performance.now() - stoppingAt).toBeLessThan(8000);
    } finally {
      goOn();
    }
  });
});
