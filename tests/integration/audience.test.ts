import type { AudiencePage } from '@lianmai/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askRest } from '../support/askRest.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';

let running: RunningApp;
const clients: RawClient[] = [];

beforeAll(async () => {
  running = await startApp();
});
afterAll(async () => {
  for (const client of clients) client.close();
  await running.close();
});

async function liveRoom() {
  const anchor = await guestToken(running.baseUrl, '主播');
  const roomId = await createRoom(running.baseUrl, anchor.token);
  const host = await joined(roomId, anchor, 'publisher');
  await host.client.request('startShow', {});
  return { roomId, anchor, host };
}

async function joined(
  roomId: string,
  who?: { token: string; userId: string },
  as: 'viewer' | 'publisher' = 'viewer',
) {
  const { token, userId } = who ?? (await guestToken(running.baseUrl, '观众'));
  const client = await RawClient.connect(running.baseUrl, token);
  clients.push(client);
  const reply = await client.request('join', { roomId, as });
  return { client, reply, token, userId };
}

describe('likes', () => {
  it('[LK1] [LK3] reach everybody in sums, and stay with the room', async () => {
    const { roomId, host } = await liveRoom();
    const [bob, eve] = [await joined(roomId), await joined(roomId)];
    expect(await bob.client.request('like', { count: 12 })).toEqual({ counted: 12, total: 12 });
    await eve.client.request('like', {});
    await waitFor('the sum', () => {
      const told = host.client.events.flatMap((event) => (event.type === 'likesAdded' ? [event.data] : []));
      return told.at(-1)?.total === 13 && told.reduce((sum, { count }) => sum + count, 0) === 13;
    });
    const { snapshot } = (await joined(roomId)).reply;
    expect(snapshot.likes.total).toBe(13);
    expect(snapshot.room.likeCount).toBe(13);
  });

  it('[LK2] count no more of one person than a person can tap', async () => {
    const { roomId } = await liveRoom();
    const bob = await joined(roomId);
    expect(await bob.client.request('like', { count: 200 })).toEqual({ counted: 30, total: 30 });
    await expect(bob.client.request('like', { count: 201 })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  it('[LK1] need a running show', async () => {
    const owner = await guestToken(running.baseUrl);
    const roomId = await createRoom(running.baseUrl, owner.token);
    const bob = await joined(roomId);
    await expect(bob.client.request('like', {})).rejects.toMatchObject({ code: 'room_not_live' });
  });
});

describe('the audience', () => {
  it('[AU1] [AU3] [AU4] is told as it comes and goes', async () => {
    const { roomId, host } = await liveRoom();
    const bob = await joined(roomId);
    expect((await host.client.event('viewersEntered')).data.viewers.map(({ user }) => user.id)).toEqual([
      bob.userId,
    ]);
    expect((await host.client.event('audienceChanged')).data).toMatchObject({ viewerCount: 1 });
    bob.client.close();
    await waitFor('the count to fall', () =>
      host.client.events.some((event) => event.type === 'audienceChanged' && event.data.viewerCount === 0),
    );
  });

  it('[AU5] is listed by page, over signalling and REST alike', async () => {
    const { roomId, anchor } = await liveRoom();
    const people = [];
    for (let i = 0; i < 5; i += 1) people.push(await joined(roomId));
    const newestFirst = people.map(({ userId }) => userId).reverse();
    const asker = people[0]?.client;
    const first = await asker?.request('listAudience', { limit: 3 });
    const second = await asker?.request('listAudience', { limit: 3, cursor: first?.nextCursor ?? '' });
    const listed = [...(first?.members ?? []), ...(second?.members ?? [])].map(({ user }) => user.id);
    expect(listed).toEqual(newestFirst);
    expect(second?.nextCursor).toBeNull();
    const rest = await askRest(running.baseUrl, `/api/rooms/${roomId}/audience?limit=3`, {
      token: anchor.token,
    });
    const page = rest.json as AudiencePage;
    expect(page).toEqual(first);
    expect(rest.headers.get('link')).toContain(`cursor=${page.nextCursor}`);
  });

  it('[AU5] refuses a cursor that is none, and who has no token', async () => {
    const { roomId } = await liveRoom();
    const bob = await joined(roomId);
    await expect(bob.client.request('listAudience', { cursor: 'x' })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    const rest = await askRest(running.baseUrl, `/api/rooms/${roomId}/audience`);
    expect(rest.status).toBe(401);
  });
});
