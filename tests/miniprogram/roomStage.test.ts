import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CompiledProgram } from '../support/miniprogram/compileProgram.ts';
import { takePicture } from '../support/miniprogram/picture/takePicture.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';
import { openRoomPage, type RoomPageOnPhone, untilLive, userIdOn } from './roomFixture.ts';
import { compileOurs } from './theProgram.ts';

let compiled: CompiledProgram;
let running: RunningApp;
let roomId: string;
let anna: RawClient;
let phone: RoomPageOnPhone;

beforeAll(async () => {
  compiled = await compileOurs();
});
afterAll(() => compiled.remove());
beforeEach(async () => {
  running = await startApp({ MEDIA_WORKERS: '1', RTMP_PORT: '0' });
  const { token } = await guestToken(running.baseUrl, '安娜');
  roomId = await createRoom(running.baseUrl, token, { title: '周末音乐会' });
  anna = await RawClient.connect(running.baseUrl, token);
  await anna.request('join', { roomId, as: 'publisher' });
  await anna.request('startShow', {});
  phone = openRoomPage(compiled, { running, roomId });
  await untilLive(phone);
});
afterEach(async () => {
  phone.close();
  anna.close();
  await running.close();
});

const backstage = () => anna.notices('backstageChanged').at(-1)?.backstage;
const applications = () => backstage()?.applications ?? [];
const openStage = () => phone.page.get('.round--stage').tap();
const pusher = () => [...phone.host.livePushers].at(-1);
const userId = () => userIdOn(phone);

describe('the stage in the room page', () => {
  it('asks for a seat, takes it back, asks again, and comes on stage when it is let in', async () => {
    openStage();
    await waitFor('the seats', () => phone.page.findAll('.stage >>> .seat').length === 9);
    expect(phone.page.get('.stage >>> .seat__name').text).toBe('安娜');
    await takePicture(phone.program, 'room-stage');
    phone.page.get('.stage >>> .foot__button').tap();
    await waitFor('the application', () => applications().length === 1);
    expect(applications()[0]?.withVideo).toBe(true);
    const withdraw = await waitFor('to wait', () => {
      const button = phone.page.find('.stage >>> .foot__button');
      return button?.text === '取消申请' ? button : null;
    });
    withdraw.tap();
    await waitFor('to be off the list', () => applications().length === 0);
    const again = await waitFor('to ask again', () => {
      const button = phone.page.find('.stage >>> .foot__button');
      return button?.text === '申请连麦' ? button : null;
    });
    again.tap();
    await waitFor('the application', () => applications().length === 1);
    const [{ applicationId } = { applicationId: '' }] = applications();
    await anna.request('acceptApplication', { applicationId });
    await waitFor('the pusher', () => phone.page.find('.own >>> .own__picture'));
    expect(pusher()?.properties.url).toMatch(/^rtmp:\/\/.*\/live\/.*token=/u);
    expect(phone.host.toasts).toContain('主播已同意，准备上麦');
    const sourcesOf = (publications: { source: string }[]) => publications.map(({ source }) => source).sort();
    await waitFor(
      'the anchor to see and hear us',
      () => sourcesOf(backstage()?.previews ?? []).join() === 'camera,microphone',
      { deadlineMs: 20_000 },
    );
    await waitFor('to be told so', () => phone.page.get('.own').text.includes('候场中'));
    await anna.request('takeOnAir', { seat: 1 });
    await waitFor('to be on air', () => phone.page.get('.own').text.includes('连麦中'));
    expect(sourcesOf([...running.app.rooms.get(roomId).tracks.publications])).toEqual([
      'camera',
      'microphone',
    ]);
    await takePicture(phone.program, 'room-on-stage');
    phone.page.findAll('.own >>> .tool')[1]?.tap();
    expect(pusher()?.camera).toBe('back');
  });

  it('is invited, declines, is invited again, accepts, and leaves', async () => {
    await waitFor('to be known', () => userId() !== '');
    await anna.request('inviteToSeat', { userId: userId() });
    await waitFor('the invitation', () => phone.page.find('.invitation'));
    expect(phone.page.get('.invitation__text').text).toBe('安娜 邀请你连麦');
    await takePicture(phone.program, 'room-invited');
    phone.page.findAll('.invitation__button')[0]?.tap();
    await waitFor('it to go', () => !phone.page.find('.invitation'));
    await anna.request('inviteToSeat', { userId: userId() });
    await waitFor('another one', () => phone.page.find('.invitation'));
    phone.page.findAll('.invitation__button')[1]?.tap();
    await waitFor('the pusher', () => phone.page.find('.own >>> .own__picture'));
    phone.page.get('.own >>> .tool--leave').tap();
    await waitFor('to be off the stage', () => !phone.page.find('.own'));
    expect(phone.host.dialogues.map(({ content }) => content)).toEqual(['确定要下麦吗？']);
    expect(phone.host.toasts).not.toContain('你已被请下麦位');
  });

  it('says what is missing where the phone may not use its camera, and goes on when it may', async () => {
    phone.host.grants = (scope) => scope === 'scope.record';
    openStage();
    phone.page.get('.stage >>> .foot__button').tap();
    await waitFor('the refusal', () => phone.host.toasts.includes('需要允许使用摄像头和麦克风'));
    expect(applications()).toEqual([]);
    await anna.request('inviteToSeat', { userId: userId() });
    await waitFor('the invitation', () => phone.page.find('.invitation'));
    phone.page.findAll('.invitation__button')[1]?.tap();
    const settings = await waitFor('the way to the settings', () => phone.page.find('.own >>> .settings'));
    phone.host.openSettings();
    settings.dispatch('opensetting', { authSetting: { 'scope.record': true, 'scope.camera': true } }, false);
    await waitFor('the pusher', () => phone.page.find('.own >>> .own__picture'));
  });

  it('publishes again after the background, with a new address', async () => {
    await anna.request('inviteToSeat', { userId: userId() });
    await waitFor('the invitation', () => phone.page.find('.invitation'));
    phone.page.findAll('.invitation__button')[1]?.tap();
    const isSeen = () => phone.page.find('.own')?.text.includes('候场中') && pusher()?.isPushing;
    await waitFor('to be seen', isSeen, { deadlineMs: 20_000 });
    const before = pusher()?.properties.url;
    phone.program.suspend();
    await waitFor('to be off', () => pusher()?.lastCode === 5000);
    phone.program.show();
    await waitFor('another address', () => ![undefined, before].includes(pusher()?.properties.url));
    await waitFor('to be seen again', isSeen, { deadlineMs: 20_000 });
  });

  it('says that the mini program may not publish, and does not speak of permissions', async () => {
    phone.host.hasLiveCategory = false;
    await anna.request('inviteToSeat', { userId: userId() });
    await waitFor('the invitation', () => phone.page.find('.invitation'));
    phone.page.findAll('.invitation__button')[1]?.tap();
    await waitFor('the word', () => phone.page.find('.own')?.text.includes('小程序类目不支持连麦'));
    expect(phone.page.find('.own >>> .settings')).toBeNull();
  });

  it('is told when a host takes it off the stage', async () => {
    await anna.request('inviteToSeat', { userId: userId() });
    await waitFor('the invitation', () => phone.page.find('.invitation'));
    phone.page.findAll('.invitation__button')[1]?.tap();
    await waitFor('the pusher', () => phone.page.find('.own >>> .own__picture'));
    await anna.request('takeOffSeat', { seat: 1 });
    await waitFor('the word', () => phone.host.toasts.includes('你已被请下麦位'));
    expect(phone.page.find('.own')).toBeNull();
  });
});
