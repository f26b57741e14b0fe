import { errorCodes } from '@lianmai/shared';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isTokenRefusal } from '../../client-web/src/sdk/auth/TokenSource.ts';
import { clientErrorCodes, type LiveErrorCode } from '../../client-web/src/sdk/LiveError.ts';
import type { LiveClient, LiveRoom } from '../../miniprogram-bridge/src/index.ts';
import { FakeHost } from '../support/miniprogram/FakeHost.ts';
import { buildBundle, loadBundle } from '../support/miniprogram/loadBundle.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';

const maxBundleBytes = 25_000;

let bundle: string;
let running: RunningApp;
let roomId: string;
let anna: RawClient;
let annaToken: string;
const hosts: FakeHost[] = [];
const rooms: LiveRoom[] = [];

beforeAll(async () => {
  bundle = await buildBundle();
});
beforeEach(async () => {
  running = await startApp();
  annaToken = (await guestToken(running.baseUrl, 'Anna')).token;
  roomId = await createRoom(running.baseUrl, annaToken);
  anna = await RawClient.connect(running.baseUrl, annaToken);
  await anna.request('join', { roomId, as: 'publisher' });
  await anna.request('startShow', {});
});
afterEach(async () => {
  await Promise.all(rooms.splice(0).map((room) => room.leave()));
  for (const host of hosts.splice(0)) host.close();
  anna.close();
  await running.close();
});

const hostNames = ['wechat', 'alipay', 'douyin'] as const;
type HostName = (typeof hostNames)[number];

function openHost(): FakeHost {
  const host = new FakeHost([running.baseUrl, running.baseUrl.replace(/^http/, 'ws')]);
  hosts.push(host);
  return host;
}

function openClient(name: HostName = 'wechat', host = openHost()): LiveClient {
  const api = { wechat: { wx: host.wx }, alipay: { my: host.my }, douyin: { tt: host.wx } }[name];
  const sdk = loadBundle(bundle, api);
  return sdk.createLiveClient({ platform: sdk[name](), baseUrl: running.baseUrl });
}

function enter(client: LiveClient, id = roomId): LiveRoom {
  const room = client.enter(id);
  rooms.push(room);
  return room;
}

const phaseOf = (room: LiveRoom) => room.phase.getSnapshot().name;
const joined = (room: LiveRoom) => waitFor('to be in the room', () => phaseOf(room) === 'joined');
const textsAt = (room: LiveRoom) => {
  const texts: string[] = [];
  room.on('event', (event) => {
    if (event.type === 'chatPosted') texts.push(event.data.message.content);
  });
  return texts;
};
const annaReads = () =>
  anna.events.flatMap((event) => (event.type === 'chatPosted' ? [event.data.message.content] : []));

describe('the mini-program SDK', () => {
  it('is small, and has nothing in it that a host has not', () => {
    expect(Buffer.byteLength(bundle)).toBeLessThan(maxBundleBytes);
    expect(bundle).not.toMatch(
      /\bglobalThis\b|\bTextEncoder\b|\bnew Function\b|\beval\(|\brequire\(|\bprocess\./u,
    );
    expect(() => loadBundle(bundle, {})).not.toThrow();
  });

  it('knows of each error that arises in it whether trying again may help', () => {
    const { LiveError } = loadBundle(bundle, {});
    const codes = [...Object.keys(errorCodes), ...Object.keys(clientErrorCodes)] as LiveErrorCode[];
    // Made here, with a code and nothing else; the server's come with their own word on that.
    const arising = codes.filter((code) => new RegExp(`[(,:?]\`${code}\`[,):]`, 'u').test(bundle));
    expect(arising).toContain('timeout');
    for (const code of arising.filter((one) => !isTokenRefusal(one) && one !== 'session_replaced'))
      expect(() => new LiveError(code), code).not.toThrow();
    const wire = { code: 'seat_taken', message: '麦位已被占用', retryable: true };
    expect(LiveError.fromWire(wire as never)).toMatchObject(wire);
  });

  it.each(hostNames)('lists, enters, chats, likes and gives on %s', async (name) => {
    const client = openClient(name);
    const { rooms: listed, next } = await client.rest.rooms({ status: 'live' });
    expect([listed.map(({ id }) => id), next]).toEqual([[roomId], null]);
    const { sources } = await client.rest.stream(roomId);
    expect(sources.map(({ type }) => type)).toEqual(name === 'alipay' ? ['hls'] : ['flv', 'hls']);
    const room = enter(client);
    const texts = textsAt(room);
    // Nothing is open yet: they wait.
    for (const text of ['一', '二', '三']) room.sendChat(text);
    room.like(3);
    await waitFor('three messages', () => annaReads().length === 3);
    expect(annaReads()).toEqual(['一', '二', '三']);
    expect(client.user?.name).toMatch(/^游客|^Guest/u);
    await anna.request('chat', { content: '你好' });
    await waitFor('the answer', () => texts.includes('你好'));
    await waitFor('the likes', () => room.room.getSnapshot().room?.likeCount === 3);
    const [gift] = await client.rest.get<{ id: string; price: number }[]>('/api/gifts');
    if (!gift) throw new Error('the catalogue is empty');
    const sent = await room.gift(gift.id, 1);
    expect(sent.gift.coins).toBe(gift.price);
    await anna.event('giftSent');
  });

  it('follows likes, gifts, the audience and the stage by itself', async () => {
    const client = openClient();
    const room = enter(client);
    room.like(2);
    expect(room.likes.total.getSnapshot()).toBe(2);
    await joined(room);
    await waitFor('the likes to be told', () => room.room.getSnapshot().room?.likeCount === 2);
    expect(room.likes.total.getSnapshot()).toBe(2);
    await waitFor('to be counted', () => room.audience.digest.getSnapshot().viewerCount === 1);
    const { members } = await room.audience.list();
    expect(members.map(({ user }) => user.id)).toEqual([client.user?.id]);
    const [gift] = await client.rest.gifts();
    if (!gift) throw new Error('the catalogue is empty');
    const { balance } = await client.rest.wallet();
    await room.gift(gift.id, 2);
    expect(room.gifts.balance.getSnapshot()).toBe(balance - 2 * gift.price);
    const { outcome } = await room.request('applyForSeat', {});
    expect(outcome).toBe('queued');
    await waitFor('the application', () => room.backstage.getSnapshot().applications.length === 1);
    const [application] = room.backstage.getSnapshot().applications;
    await anna.request('acceptApplication', { applicationId: application?.applicationId ?? '' });
    await waitFor('the seat', () => room.mySeat?.seat === 1);
  });

  it('follows an anchor and takes it back', async () => {
    const client = openClient();
    await joined(enter(client));
    const { anchor } = await client.rest.room(roomId);
    expect(await client.rest.follow(anchor.id)).toEqual({ isFollowed: true, followerCount: 1 });
    expect(await client.rest.profile(anchor.id)).toMatchObject({ isFollowed: true });
    expect(await client.rest.follow(anchor.id, false)).toEqual({ isFollowed: false, followerCount: 0 });
    expect(await client.rest.schedule(roomId)).toEqual([]);
  });

  it('is one user over a restart of the mini program', async () => {
    const host = openHost();
    const first = openClient('wechat', host);
    const room = enter(first);
    await joined(room);
    await room.leave();
    const second = openClient('wechat', host);
    expect(second.user).toEqual(first.user);
    expect(second.user).not.toBeNull();
  });

  it('comes back from the background within three seconds and has missed nothing', async () => {
    const host = openHost();
    const room = enter(openClient('wechat', host));
    await joined(room);
    const texts = textsAt(room);
    host.suspend();
    await waitFor('the loss', () => phaseOf(room) === 'reconnecting');
    for (let i = 0; i < 5; i += 1) await anna.request('chat', { content: `away ${i}` });
    room.sendChat('from the dark');
    const shownAtMs = performance.now();
    host.show();
    await joined(room);
    expect(performance.now() - shownAtMs).toBeLessThan(3000);
    await waitFor('everything', () => texts.length === 6);
    expect(texts).toEqual([...Array.from({ length: 5 }, (_, i) => `away ${i}`), 'from the dark']);
    expect(annaReads().filter((text) => text === 'from the dark')).toHaveLength(1);
  });

  it('renews its connection when the network changes, in the same Session', async () => {
    const host = openHost();
    const room = enter(openClient('wechat', host));
    await joined(room);
    host.switchNetwork();
    await waitFor('another socket', () => host.opened === 2);
    await joined(room);
    expect(running.app.rooms.get(roomId).sessionCount).toBe(2);
    await waitFor('the old socket to go', () => host.openSockets === 1);
  });

  it('ends for good where the server says so, with a typed error', async () => {
    const nowhere = enter(openClient(), 'nowhere');
    await waitFor('the end', () => phaseOf(nowhere) === 'ended');
    expect(nowhere.phase.getSnapshot()).toMatchObject({
      reason: 'failed',
      error: { code: 'room_not_found' },
    });
    const room = enter(openClient());
    await joined(room);
    running.app.rooms.get(roomId).close('room_closed');
    await waitFor('the end of the room', () => phaseOf(room) === 'ended');
    expect(room.phase.getSnapshot()).toMatchObject({ reason: 'room_closed' });
  });

  it('goes on with another login when its token is refused', async () => {
    const host = openHost();
    host.storage.set('lianmai.login', JSON.stringify({ token: 'a.b.c', user: { id: 'x', name: 'X' } }));
    const room = enter(openClient('wechat', host));
    await joined(room);
    expect(host.storage.get('lianmai.login')).not.toContain('a.b.c');
  });

  it('says what the host refuses as an error of the network', async () => {
    const host = new FakeHost(['https://other.example.com']);
    hosts.push(host);
    const client = openClient('wechat', host);
    await expect(client.rest.rooms()).rejects.toMatchObject({ code: 'network', retryable: true });
    const room = enter(client);
    expect(phaseOf(room)).toBe('connecting');
    expect(host.opened).toBe(0);
  });
});
