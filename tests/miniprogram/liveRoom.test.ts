import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { jsonOf } from '../support/jsonOf.ts';
import { type CompiledProgram, compileProgram } from '../support/miniprogram/compileProgram.ts';
import { FakeWx } from '../support/miniprogram/FakeWx.ts';
import { MiniProgram } from '../support/miniprogram/MiniProgram.ts';
import { takePicture } from '../support/miniprogram/picture/takePicture.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { RtmpPusher } from '../support/RtmpPusher.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';

const patient = { deadlineMs: 20_000 };

let compiled: CompiledProgram;
let running: RunningApp;
let host: FakeWx;
let program: MiniProgram;
let roomId: string;
let token: string;
let pusher: RtmpPusher;
let ben: RawClient;

beforeAll(async () => {
  compiled = await compileProgram(join(import.meta.dirname, 'sample'));
});
afterAll(() => compiled.remove());
beforeEach(async () => {
  running = await startApp({ RTMP_PORT: '0', ANCHOR_GRACE_SECONDS: '1' });
  token = (await guestToken(running.baseUrl, 'Anna')).token;
  roomId = await createRoom(running.baseUrl, token);
  await goLive();
  ben = await RawClient.connect(running.baseUrl, (await guestToken(running.baseUrl, '小雨')).token);
  await ben.request('join', { roomId });
  host = new FakeWx([running.baseUrl, running.baseUrl.replace(/^http/, 'ws')]);
  host.storage.set('baseUrl', running.baseUrl);
});
afterEach(async () => {
  program.close();
  ben.close();
  await pusher.close();
  await running.close();
});

async function goLive(): Promise<void> {
  pusher = new RtmpPusher(`rtmp://127.0.0.1:${running.app.ports.rtmp}/live/${roomId}?token=${token}`);
  await waitFor('the show', () => running.app.rooms.get(roomId).tracks.publications.length === 2, patient);
}

const open = () => {
  program = MiniProgram.launch(compiled, host, `/pages/show/show?id=${roomId}`);
};
const states = () => program.page.data.states as string[];
const isPlaying = () => states().at(-1) === 'playing';
const inside = (selector: string) => program.page.find(`.live >>> ${selector}`);
const player = () => [...host.livePlayers][0];

it('plays the room as FLV, keeps little on a good network, and says how the picture lies', async () => {
  open();
  expect(inside('.status')?.text).toBe('正在加载直播');
  await waitFor('the picture', isPlaying, patient);
  expect(states()).toEqual(['asking', 'starting', 'playing']);
  expect(player()?.properties).toMatchObject({ minCache: 0.5, maxCache: 1.5, objectFit: 'contain' });
  expect(player()?.properties.src).toContain('viewer=');
  expect(program.page.data.isLandscape).toBe(true);
  expect(inside('.status')).toBeNull();
});

it('shows what is said when the picture of that moment is there, and what is given at once', async () => {
  open();
  await waitFor('the picture', isPlaying, patient);
  const [gift] = await jsonOf<{ id: string }[]>(await fetch(`${running.baseUrl}/api/gifts`));
  const momentOf = async (what: string, isThere: () => unknown) => {
    await waitFor(what, isThere);
    return performance.now();
  };
  const saidAtMs = performance.now();
  // Both at the same time: however busy the machine is, what waits comes after what does not.
  const [bannerAtMs, lineAtMs] = await Promise.all([
    momentOf('the banner', () => inside('.banner')?.text.includes('小雨')),
    momentOf('the line', () => inside('.danmaku')?.text === '主播唱得真好'),
    ben.request('chat', { content: '主播唱得真好' }),
    ben.request('gift', { giftId: gift?.id ?? '', count: 1, orderId: 'order-00000001' }),
  ]);
  expect(bannerAtMs).toBeLessThan(lineAtMs);
  // Its player keeps 0.5 to 1.5 s, and the way takes its time.
  expect(lineAtMs - saidAtMs).toBeGreaterThan(1000);
  await takePicture(program, 'live-room');
  await waitFor('both to go', () => !inside('.banner') && !inside('.danmaku'), patient);
});

it('takes HLS where the mini program has no category for live players', async () => {
  host.hasLiveCategory = false;
  open();
  await waitFor('the picture', isPlaying, patient);
  expect([...host.videos][0]?.segmentsPlayed).toBeGreaterThan(0);
  expect(host.livePlayers.size).toBe(0);
});

it('takes HLS where the host has no such component', async () => {
  host.lacks = ['live-player'];
  open();
  await waitFor('the picture', isPlaying, patient);
  expect(host.videos.size).toBe(1);
});

it('leaves a player that connects again by itself alone', async () => {
  open();
  await waitFor('the picture', isPlaying, patient);
  const same = player();
  same?.loseNetwork();
  await waitFor('the loss', () => states().includes('recovering'));
  await waitFor('the picture again', isPlaying, patient);
  expect(player()).toBe(same);
  expect(states()).toEqual(['asking', 'starting', 'playing', 'recovering', 'playing']);
});

it('waits without a network, says so, and goes on with another one', async () => {
  open();
  await waitFor('the picture', isPlaying, patient);
  host.loseNetwork();
  await waitFor('its word', () => inside('.status')?.text.includes('网络已断开'), patient);
  expect(states().at(-1)).toBe('offline');
  host.regainNetwork('4g');
  await waitFor('the picture again', isPlaying, patient);
  expect(player()?.properties).toMatchObject({ minCache: 1, maxCache: 3 });
});

it('ends with the show and begins with the next one', async () => {
  open();
  await waitFor('the picture', isPlaying, patient);
  await pusher.close();
  await waitFor('the end', () => states().at(-1) === 'off', patient);
  expect(host.livePlayers.size).toBe(0);
  await goLive();
  await waitFor('the next show', isPlaying, patient);
});

it('comes back from the background with its picture', async () => {
  open();
  await waitFor('the picture', isPlaying, patient);
  program.suspend();
  const shownAtMs = performance.now();
  program.show();
  await waitFor(
    'the picture',
    () => player()?.codes.filter(({ code }) => code === 2004).length === 2,
    patient,
  );
  expect(performance.now() - shownAtMs).toBeLessThan(3000);
});

it('says why there is no room any more', async () => {
  open();
  await waitFor('the picture', isPlaying, patient);
  running.app.rooms.get(roomId).close('room_closed');
  await waitFor('the reason', () => program.page.data.ended === 'room_closed');
  await waitFor('the player to go', () => host.livePlayers.size === 0);
});
