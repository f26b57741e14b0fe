import type { RoomView } from '@lianmai/shared';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { CompiledProgram } from '../support/miniprogram/compileProgram.ts';
import type { FakeWx } from '../support/miniprogram/FakeWx.ts';
import { MiniProgram } from '../support/miniprogram/MiniProgram.ts';
import { takePicture } from '../support/miniprogram/picture/takePicture.ts';
import { guestToken, RawClient } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';
import { compileOurs, phoneFor } from './theProgram.ts';

let compiled: CompiledProgram;
let running: RunningApp;
let host: FakeWx;
let program: MiniProgram;

beforeAll(async () => {
  compiled = await compileOurs();
});
afterAll(() => compiled.remove());

beforeEach(async () => {
  running = await startApp({ RTMP_PORT: '0' });
  host = phoneFor(running);
});
afterEach(async () => {
  program.close();
  await running.close();
});

const launch = () => {
  program = MiniProgram.launch(compiled, host, '/pages/go-live/go-live');
};
const find = (selector: string) => program.page.find(selector);
const tap = (selector: string) => program.page.get(selector).tap();
const rooms = () => running.app.rooms.all;
const isPushing = () => [...host.livePushers][0]?.isPushing === true;

async function goLive(title: string): Promise<RoomView> {
  launch();
  await waitFor('the way to begin', () => find('.start'));
  program.page.get('.titling__field').type(title);
  tap('.start');
  await waitFor('the show', () => find('.state'));
  const [room] = rooms();
  if (!room) throw new Error('there is no room');
  return room.view();
}

it('goes live under a title, is seen, and ends', async () => {
  launch();
  await waitFor('the way to begin', () => find('.start'));
  await waitFor('a title', () => program.page.get('.titling__field').attribute('value') !== '');
  expect(program.page.get('.start').text).toBe('开始直播');
  expect(isPushing()).toBe(false);
  await takePicture(program, 'go-live-setup');
  program.page.get('.titling__field').type('深夜吉他');
  tap('.start');
  await waitFor('it to begin', () => program.page.get('.start').text === '正在开播');
  await waitFor('the show', () => find('.state'));
  expect(rooms().map(({ status }) => status)).toEqual(['live']);
  const room = rooms()[0]?.view();
  expect(room).toMatchObject({ title: '深夜吉他' });
  expect(program.page.get('.anchor__name').text).toBe('深夜吉他');
  expect(program.page.get('.state').text).toMatch(/直播中 0:0\d/u);
  expect(host.isKeptAwake).toBe(true);
  await waitFor('the question to who leaves', () => host.leavingQuestion?.includes('直播会中断'));

  const ben = await RawClient.connect(running.baseUrl, (await guestToken(running.baseUrl, 'Ben')).token);
  await ben.request('join', { roomId: room?.id ?? '' });
  await waitFor('its viewer', () => program.page.get('.anchor__viewers').text === '1人在看');
  await ben.request('chat', { content: '好听' });
  await waitFor('what the viewer says', () => program.page.text.includes('好听'));
  program.page.get('.saying__field').type('谢谢');
  tap('.saying__send');
  await waitFor('the answer', () =>
    ben.events.some((event) => event.type === 'chatPosted' && event.data.message.content === '谢谢'),
  );
  await takePicture(program, 'go-live-on-air');
  expect(program.page.share()?.path).toBe(`/pages/room/room?id=${room?.id}`);

  host.confirms = () => false;
  tap('.end');
  await waitFor('the question', () => host.dialogues.length === 1);
  expect(rooms()[0]?.isLive).toBe(true);
  host.confirms = () => true;
  tap('.end');
  await waitFor('the end', () => find('.over'));
  await waitFor('its figures', () => program.page.findAll('.over__figure').length === 4);
  expect(program.page.get('.over').text).toMatch(/直播已结束 0:\d\d 直播时长 1 观看人数/u);
  await takePicture(program, 'go-live-over');
  expect([host.livePushers.size, host.leavingQuestion]).toEqual([0, null]);
  tap('.again');
  await waitFor('the way to begin again', () => find('.start'));
  ben.close();
});

it('goes live in the same room again', async () => {
  const first = await goLive('One');
  tap('.end');
  await waitFor('the end', () => find('.over'));
  program.close();
  const second = await goLive('Two');
  expect(second).toMatchObject({ id: first.id, title: 'Two' });
});

it('says what it needs where it was refused, and goes on when its user has allowed it', async () => {
  host.grants = (scope) => scope !== 'scope.record';
  launch();
  await waitFor('the word about it', () => program.page.text.includes('需要麦克风权限'));
  expect(find('.start')).toBeNull();
  await takePicture(program, 'go-live-denied');
  tap('.to-settings');
  program.show();
  await waitFor('the way to begin', () => find('.start'));
});

it('sends those elsewhere whose mini program may not do it yet', async () => {
  host.hasLiveCategory = false;
  launch();
  await waitFor('the word about it', () => program.page.text.includes('直播类目还在审核中'));
  await takePicture(program, 'go-live-not-audited');
  program.page.get('.not-audited >>> .panel__action').tap();
  await waitFor('the address', () => host.clipboard === running.baseUrl);
});

it('is the same show after the network was lost, and after the background', async () => {
  const { startedAt } = await goLive('Steady');
  await waitFor('it to be told', () => isPushing());
  const [pusher] = host.livePushers;
  pusher?.loseNetwork();
  await waitFor('the word about it', () => find('.notice')?.text.includes('正在重连'));
  await waitFor('it to be back', () => isPushing() && find('.notice') === null);

  program.suspend();
  await waitFor('it to stop', () => !isPushing());
  expect(isPushing()).toBe(false);
  program.show();
  await waitFor('it to be back', () => isPushing());
  await waitFor('nothing to say', () => find('.notice') === null);
  expect(rooms()[0]?.view()).toMatchObject({ status: 'live', startedAt });
  expect(find('.state')).not.toBeNull();
});

it('is on air again where its camera was forbidden and is allowed again', async () => {
  const { startedAt } = await goLive('Steady');
  await waitFor('it to be told', () => isPushing());
  host.grants = (scope) => scope !== 'scope.camera';
  [...host.livePushers][0]?.loseCamera();
  await waitFor('the word about it', () => program.page.text.includes('需要摄像头权限'));
  expect(host.livePushers.size).toBe(0);
  host.grants = () => true;
  tap('.to-settings');
  program.show();
  await waitFor('the show', () => find('.state'));
  await waitFor('it to be published', () => isPushing());
  expect(rooms()[0]?.view()).toMatchObject({ status: 'live', startedAt });
});

it('says who ended it', async () => {
  await goLive('Short');
  rooms()[0]?.endShow('ended_by_operator');
  await waitFor('the end', () => program.page.text.includes('平台管理员结束了本场直播'));
});
