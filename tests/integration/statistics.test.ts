import { RoomStatistics, ShowListItem, ShowStatistics } from '@lianmai/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { askRest } from '../support/askRest.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { operatorToken } from '../support/operatorToken.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { ServerProcess } from '../support/ServerProcess.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';

const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148';
const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36';

describe.each(databases)('statistics on $name', ({ create }) => {
  let database: TestDatabase;
  let clients: RawClient[];

  beforeEach(async () => {
    database = await create();
    clients = [];
  });
  afterEach(async () => {
    for (const client of clients) client.close();
    await database.remove();
  });

  async function watch(baseUrl: string, roomId: string, userAgent: string): Promise<RawClient> {
    const { token } = await guestToken(baseUrl, 'Viewer');
    const client = await RawClient.connect(baseUrl, token, { userAgent });
    clients.push(client);
    await client.request('join', { roomId });
    return client;
  }

  async function openShow(baseUrl: string, title = '早安') {
    const { token } = await guestToken(baseUrl, 'Anna');
    const roomId = await createRoom(baseUrl, token, { title });
    const anchor = await RawClient.connect(baseUrl, token);
    clients.push(anchor);
    await anchor.request('join', { roomId, as: 'publisher' });
    const { showId } = await anchor.request('startShow', {});
    return { token, roomId, anchor, showId };
  }

  describe('in one server', () => {
    let running: RunningApp;
    beforeEach(async () => {
      running = await startApp(database.settings);
    });
    afterEach(() => running.close());
    const ask = (path: string, token?: string) => askRest(running.baseUrl, path, { token });

    it('tells the anchor how the show goes, and everything after it', async () => {
      const { token, roomId, anchor, showId } = await openShow(running.baseUrl);
      const phone = await watch(running.baseUrl, roomId, iphone);
      const desktop = await watch(running.baseUrl, roomId, windows);
      await phone.request('reportPlayback', { protocol: 'webrtc', firstFrameMs: 420 });
      await phone.request('reportPlayback', {
        protocol: 'webrtc',
        latencyMs: 90,
        freezeCount: 2,
        freezeMs: 700,
      });
      await desktop.request('reportPlayback', { protocol: 'llhls', firstFrameMs: 1900 });
      await desktop.request('chat', { content: '主播好' });
      await desktop.request('like', { count: 5 });
      await anchor.event('likesAdded');

      const live = RoomStatistics.parse((await ask(`/api/rooms/${roomId}/statistics`, token)).json);
      expect(live.current).toMatchObject({
        show: { id: showId, title: '早安', endedAt: null },
        figures: {
          ...{ viewers: 2, peakViewers: 2, uniqueViewers: 2, arrivals: 2, leavings: 0 },
          ...{ likes: 5, chatMessages: 1 },
        },
        protocols: { webrtc: { viewers: 1 }, llhls: { viewers: 1 }, flv: { viewers: 0 } },
        platforms: { mobile: { viewers: 1 }, desktop: { viewers: 1 } },
        quality: { joinTime: { count: 2 }, stalls: 2, stallMs: 700 },
      });
      expect(live.current?.qualityByProtocol.webrtc?.joinTime.p50Ms).toBeGreaterThan(395);
      expect(live.current?.qualityByProtocol.webrtc?.joinTime.p50Ms).toBeLessThan(445);

      await phone.request('leave', {});
      await anchor.request('endShow', {});
      const ended = await ask(`/api/shows/${showId}/statistics`, token);
      const { show, figures, samples } = ShowStatistics.parse(ended.json);
      expect(show).toMatchObject({ roomId, isInterrupted: false });
      expect(show.endedAt).not.toBeNull();
      expect(figures).toMatchObject({ viewers: 0, peakViewers: 2, arrivals: 2, leavings: 1, likes: 5 });
      expect(figures.watchMs).toBeGreaterThan(0);
      expect(samples.at(-1)).toMatchObject({ viewers: 1, peakViewers: 2, arrivals: 2, leavings: 1 });
      const kept = await waitFor('the show in the list', async () => {
        const shows = z.array(ShowListItem).parse((await ask(`/api/rooms/${roomId}/shows`, token)).json);
        return shows.find((item) => item.show.id === showId);
      });
      expect(kept.figures).toEqual(figures);
    });

    it('shows them to nobody else but operators', async () => {
      const { token, roomId, showId } = await openShow(running.baseUrl);
      const { token: stranger } = await guestToken(running.baseUrl, 'Eve');
      const operator = await operatorToken();
      const paths = [
        `/api/rooms/${roomId}/statistics`,
        `/api/rooms/${roomId}/shows`,
        `/api/shows/${showId}/statistics`,
      ];
      for (const path of paths) {
        const statuses = await Promise.all(
          [token, operator, stranger, undefined].map(async (who) => (await ask(path, who)).status),
        );
        expect([path, ...statuses]).toEqual([path, 200, 200, 403, 401]);
      }
      expect((await ask('/api/shows/none/statistics', operator)).status).toBe(404);
      expect((await ask('/api/rooms/none/shows', operator)).status).toBe(404);
      expect((await ask(`${paths[1]}?cursor=x`, token)).status).toBe(400);
    });

    it('pages through shows, and gives them as a table that starts no formula', async () => {
      const { token, roomId, anchor, showId } = await openShow(running.baseUrl, '=cmd|"/c calc"!A1');
      const ids = [showId];
      for (let i = 0; i < 2; i++) {
        await anchor.request('endShow', {});
        ids.unshift((await anchor.request('startShow', {})).showId);
      }
      await anchor.request('endShow', {});
      const pageOf = async (path: string) => {
        const { json, headers } = await ask(path, token);
        const listed = z.array(ShowListItem).parse(json);
        const next = /<([^>]+)>/.exec(headers.get('link') ?? '')?.[1];
        return { ids: listed.map(({ show }) => show.id), next };
      };
      await waitFor('all shows kept', async () => {
        const { ids: listed } = await pageOf(`/api/rooms/${roomId}/shows`);
        return listed.length === 3;
      });
      const first = await pageOf(`/api/rooms/${roomId}/shows?limit=2`);
      const second = await pageOf(first.next ?? '');
      expect([...first.ids, ...second.ids]).toEqual(ids);
      expect(second.next).toBeUndefined();

      const headers = { authorization: `Bearer ${token}` };
      const table = await fetch(`${running.baseUrl}/api/rooms/${roomId}/shows?format=csv`, { headers });
      expect(table.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(table.headers.get('content-disposition')).toBe(`attachment; filename="shows-${roomId}.csv"`);
      const lines = (await table.text()).trim().split('\r\n');
      expect(lines[0]).toMatch(/^id,title,startedAt/);
      expect(lines[1]).toContain(`,"'=cmd|""/c calc""!A1",`);
      const samples = await fetch(`${running.baseUrl}/api/shows/${showId}/statistics?format=csv`, {
        headers,
      });
      expect(await samples.text()).toMatch(/^at,viewers,peakViewers[^\r]*\r\n\d{4}-/);
    });
  });

  it('loses no more than the last ten seconds to kill -9', async () => {
    const settings = database.settings;
    const before = await ServerProcess.start(settings);
    const { roomId, showId } = await openShow(before.baseUrl);
    const viewer = await watch(before.baseUrl, roomId, windows);
    await viewer.request('like', { count: 3 });
    await waitFor('a sample that is kept', async () => (await keptSamples(database, showId)) > 0, {
      deadlineMs: 20_000,
    });
    before.signal('SIGKILL');
    await before.exited;
    const after = await ServerProcess.start(settings);
    try {
      const store = await database.open();
      const row = await waitFor('the show to be closed', () =>
        store.db
          .selectFrom('show_statistics')
          .selectAll()
          .where('show_id', '=', showId)
          .where('is_interrupted', '=', 1)
          .executeTakeFirst(),
      );
      expect(row).toMatchObject({ arrivals: 1, peak_viewers: 1, likes: 3 });
      expect(row.ended_at).toBe(row.updated_at);
      expect(row.watch_ms).toBeGreaterThan(1000);
    } finally {
      await after.close();
    }
  }, 60_000);
});

async function keptSamples(database: TestDatabase, showId: string): Promise<number> {
  const store = await database.open();
  const rows = await store.db.selectFrom('show_samples').select('at').where('show_id', '=', showId).execute();
  await store.close();
  return rows.length;
}
