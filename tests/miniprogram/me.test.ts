import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askRest } from '../support/askRest.ts';
import { FakeHostServers } from '../support/FakeHostServers.ts';
import type { CompiledProgram } from '../support/miniprogram/compileProgram.ts';
import type { FakeWx } from '../support/miniprogram/FakeWx.ts';
import { MiniProgram } from '../support/miniprogram/MiniProgram.ts';
import { takePicture } from '../support/miniprogram/picture/takePicture.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { smallPng } from '../support/smallPng.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';
import { compileOurs, phoneFor } from './theProgram.ts';

const templateId = 'tmpl-went-live';

let compiled: CompiledProgram;
let vendors: FakeHostServers;
let running: RunningApp;
let host: FakeWx;
let program: MiniProgram;
let anna: RawClient | null = null;

beforeAll(async () => {
  compiled = await compileOurs();
});
afterAll(() => compiled.remove());

beforeEach(async () => {
  vendors = await FakeHostServers.start();
  vendors.wechat.templates.set(templateId, ['thing1', 'thing2', 'time3']);
  running = await startApp({ ...vendors.settings, WECHAT_WENT_LIVE_TEMPLATE: templateId });
  host = phoneFor(running);
  host.loginCode = () => vendors.code('wechat', 'ben');
  program = MiniProgram.launch(compiled, host, '/pages/me/me');
});
afterEach(async () => {
  program.close();
  anna?.close();
  anna = null;
  await running.close();
  await vendors.close();
});

const tap = (selector: string) => program.page.get(selector).tap();
const reads = (text: string) => waitFor(text, () => program.page.text.includes(text));

async function signIn(): Promise<void> {
  tap('.person');
  await waitFor('a name', () => /^微信用户\d{4}$/u.test(program.page.find('.person__name')?.text ?? ''));
}

describe('one’s own page', () => {
  it('signs in by the host, is the same the next time, and has a name of one’s own', async () => {
    expect(program.page.text).toContain('点击登录');
    await takePicture(program, 'me-nobody');
    await signIn();
    await waitFor('the coins', () => program.page.get('.wallet').text !== '我的金币');
    host.writes = () => '  阿本 ';
    tap('.person__words');
    await waitFor('the name', () => program.page.get('.person__name').text === '阿本');
    host.files.set('wxfile://tmp/a.png', smallPng);
    host.choosesAvatar = () => 'wxfile://tmp/a.png';
    tap('.person__picture');
    const picture = await waitFor('the picture', () => program.page.find('.own-avatar >>> .avatar__picture'));
    expect(picture.attribute('src')).toMatch(new RegExp(`^${running.baseUrl}/media/avatars/`, 'u'));
    await takePicture(program, 'me');

    tap('.sign-out');
    await reads('点击登录');
    tap('.person');
    await waitFor('the same name', () => program.page.find('.person__name')?.text === '阿本');
  });

  it('speaks the other language at once', async () => {
    tap('.language');
    expect(program.page.text).toContain('Sign in');
    await waitFor('the tabs', () => host.tabNames.get(1) === 'Me');
    await waitFor('the title', () => host.title === 'Me');
    await takePicture(program, 'me-english');
  });

  it('says why one is not signed in where the vendor does not answer', async () => {
    host.loginCode = () => 'made up';
    tap('.person');
    await waitFor('the reason', () => host.toasts.length === 1);
    expect(host.toasts[0]).toBe('登录凭证无效或已使用，请重新获取。');
    expect(program.page.text).toContain('点击登录');
  });

  it('lists whom one follows, those who are live first, and lets go of them', async () => {
    const login = await guestToken(running.baseUrl, 'Anna');
    const roomId = await createRoom(running.baseUrl, login.token, { title: '深夜吉他' });
    anna = await RawClient.connect(running.baseUrl, login.token);
    await anna.request('join', { roomId, as: 'publisher' });
    await signIn();
    const token = JSON.parse(host.storage.get('lianmai.login') ?? '').token as string;
    await askRest(running.baseUrl, `/api/users/${login.userId}/follow`, { method: 'PUT', token });

    tap('.follows');
    await waitFor('the page', () => program.page.route === 'pages/follows/follows');
    await reads('未开播');
    await anna.request('startShow', {});
    await program.page.pullDown();
    await reads('直播中：深夜吉他');
    await takePicture(program, 'follows');
    tap('.pill');
    expect(program.page.get('.pill').text).toBe('关注');
    await waitFor('the server to know', async () => {
      const { json } = await askRest(running.baseUrl, `/api/users/${login.userId}`, { token });
      return json.isFollowed === false;
    });
    tap('.line');
    await waitFor('the room', () => program.page.route === 'pages/room/room');
  });

  it('reminds of a show, by the host where its user agrees', async () => {
    const login = await guestToken(running.baseUrl, 'Anna');
    const roomId = await createRoom(running.baseUrl, login.token);
    await askRest(running.baseUrl, `/api/rooms/${roomId}/schedule`, {
      method: 'POST',
      token: login.token,
      body: { title: '周末音乐会', startsAt: new Date(Date.now() + 3_600_000).toISOString() },
    });
    await signIn();
    tap('.reminders');
    await reads('周末音乐会');
    await takePicture(program, 'reminders');
    tap('.pill');
    await waitFor('the word about it', () => host.toasts.at(-1) === '预约成功，开播时微信会提醒你');
    expect(program.page.get('.pill').text).toBe('已预约');
    await program.page.pullDown();
    expect(program.page.get('.pill').text).toBe('已预约');
  });

  it('shows one’s coins and what moved them', async () => {
    await signIn();
    tap('.wallet');
    await waitFor('the sum', () => /^[\d,]+$/u.test(program.page.find('.balance')?.text ?? ''));
    await takePicture(program, 'wallet');
  });
});
