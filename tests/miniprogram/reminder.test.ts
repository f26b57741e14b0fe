import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { askRest } from '../support/askRest.ts';
import { FakeHostServers } from '../support/FakeHostServers.ts';
import type { CompiledProgram } from '../support/miniprogram/compileProgram.ts';
import type { FakeWx } from '../support/miniprogram/FakeWx.ts';
import { MiniProgram } from '../support/miniprogram/MiniProgram.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';
import { openRoomPage, type RoomPageOnPhone, untilLive } from './roomFixture.ts';
import { compileOurs } from './theProgram.ts';

const templateId = 'tmpl-went-live';

let compiled: CompiledProgram;
let servers: FakeHostServers;
let running: RunningApp;
let roomId: string;
let mei: RawClient;
let token: string;

beforeAll(async () => {
  compiled = await compileOurs();
});
afterAll(() => compiled.remove());

beforeEach(async () => {
  servers = await FakeHostServers.start();
  servers.wechat.templates.set(templateId, ['thing1', 'thing2', 'time3']);
  running = await startApp({ ...servers.settings, WECHAT_WENT_LIVE_TEMPLATE: templateId });
  ({ token } = await guestToken(running.baseUrl, '小美'));
  roomId = await createRoom(running.baseUrl, token, { title: '下午茶' });
  mei = await RawClient.connect(running.baseUrl, token);
  await mei.request('join', { roomId, as: 'publisher' });
});
afterEach(async () => {
  mei.close();
  await running.close();
  await servers.close();
});

/** A phone whose user is somebody at WeChat, and agrees to messages or does not. */
function phoneOf(openId: string, isAgreeing: boolean): (host: FakeWx) => void {
  return (host) => {
    host.loginCode = () => servers.code('wechat', openId);
    host.subscribes = (template) => {
      if (isAgreeing) servers.wechat.accept(openId, template);
      return isAgreeing ? 'accept' : 'reject';
    };
  };
}

/** Once the page knows that the server can send messages. */
async function pressReminder({ page }: RoomPageOnPhone): Promise<void> {
  await waitFor('what the server sends', () => (page.data.reminder as { canAsk?: boolean }).canAsk);
  const button = await waitFor('the button', () => {
    const action = page.find('.middle__action');
    return action?.text === '开播提醒' ? action : null;
  });
  button.tap();
}

it('goes from the press on 开播提醒 over WeChat to a message that opens the live room', async () => {
  const phone = openRoomPage(compiled, { running, roomId }, phoneOf('anna', true));
  await pressReminder(phone);
  await waitFor('the word', () => phone.host.toasts.includes('已开启提醒'));
  phone.close();

  await mei.request('startShow', {});
  const message = await waitFor('the message', () => servers.wechat.sent[0]);
  expect(message).toMatchObject({
    touser: 'anna',
    template_id: templateId,
    data: { thing1: { value: '小美' }, thing2: { value: '下午茶' } },
  });
  expect(servers.wechat.sent).toHaveLength(1);

  const program = MiniProgram.launch(compiled, phone.host, message.page);
  await untilLive({ ...phone, program, page: program.page });
  program.close();
});

it('asks for a message when a show is booked, and not when that is taken back', async () => {
  const startsAt = new Date(Date.now() + 86_400_000).toISOString();
  const announced = await askRest(running.baseUrl, `/api/rooms/${roomId}/schedule`, {
    method: 'POST',
    token,
    body: { title: '跨年夜', startsAt },
  });
  expect(announced.status).toBeLessThan(300);
  let asked = 0;
  const phone = openRoomPage(compiled, { running, roomId }, (host) => {
    phoneOf('carl', true)(host);
    host.subscribes = () => {
      asked += 1;
      return 'reject';
    };
  });
  const { page } = phone;
  await waitFor('what the server sends', () => (page.data.reminder as { canAsk?: boolean }).canAsk);
  const button = await waitFor('the show', () => page.find('.next__button'));
  button.tap();
  await waitFor('to be booked', () => page.get('.next__button').text === '已预约');
  expect(asked).toBe(1);
  page.get('.next__button').tap();
  await waitFor('to be off', () => page.get('.next__button').text === '预约');
  expect(asked).toBe(1);
  phone.close();
});

it('follows all the same when its user wants no message', async () => {
  const phone = openRoomPage(compiled, { running, roomId }, phoneOf('ben', false));
  await pressReminder(phone);
  await waitFor('the word', () => phone.host.toasts.some((toast) => toast.startsWith('已关注')));
  phone.close();
  expect(servers.wechat.sent).toEqual([]);
});
