import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askRest } from '../support/askRest.ts';
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
let token: string;
let userId: string;
let anna: RawClient;
const phones: RoomPageOnPhone[] = [];

beforeAll(async () => {
  compiled = await compileOurs();
});
afterAll(() => compiled.remove());
beforeEach(async () => {
  running = await startApp({ MEDIA_WORKERS: '1' });
  ({ token, userId } = await guestToken(running.baseUrl, '安娜'));
  roomId = await createRoom(running.baseUrl, token, { title: '周末音乐会' });
  anna = await RawClient.connect(running.baseUrl, token);
  await anna.request('join', { roomId, as: 'publisher' });
});
afterEach(async () => {
  for (const phone of phones.splice(0)) phone.close();
  anna.close();
  await running.close();
});

function open(query = '', prepare?: Parameters<typeof openRoomPage>[2]): RoomPageOnPhone {
  const phone = openRoomPage(compiled, { running, roomId: `${roomId}${query}` }, prepare);
  phones.push(phone);
  return phone;
}

const rest = async (method: string, path: string, body?: object) => {
  const { status, json } = await askRest(running.baseUrl, path, { method, token, body });
  expect(status, `${method} ${path}`).toBeLessThan(300);
  return json;
};

describe('a room without a show', () => {
  it('says that nothing is on, offers to be reminded, and begins when its anchor does', async () => {
    const startsAt = new Date(Date.now() + 86_400_000).toISOString();
    await rest('POST', `/api/rooms/${roomId}/schedule`, { title: '跨年夜', startsAt });
    const phone = open();
    await waitFor('the word', () => phone.page.text.includes('主播还没开播'));
    await waitFor('the announced show', () => phone.page.find('.next__title')?.text === '跨年夜');
    await takePicture(phone.program, 'room-waiting');
    phone.page.get('.next__button').tap();
    await waitFor('to be booked', () => phone.page.get('.next__button').text === '已预约');
    const [show] = await rest('GET', `/api/rooms/${roomId}/schedule`);
    expect(show.reminderCount).toBe(1);
    const remind = await waitFor('the button', () => phone.page.find('.middle__action'));
    expect(remind.text).toBe('开播提醒');
    remind.tap();
    await waitFor('to follow', () => phone.host.toasts.includes('已关注，开播时会提醒你'));
    await anna.request('startShow', {});
    await untilLive(phone);
    expect(phone.page.find('.middle')).toBeNull();
  });
});

describe('a room that is shared', () => {
  it('is not called live while nothing is on, and lets in whom its anchor shares a private one with', async () => {
    await rest('PATCH', `/api/rooms/${roomId}`, { access: 'private' });
    const { code } = await rest('GET', `/api/rooms/${roomId}/invitation`);
    const phone = open('', (host) => {
      host.storage.set('lianmai.login', JSON.stringify({ token, user: { id: userId, name: '安娜' } }));
    });
    await waitFor('the invitation', () => phone.page.share()?.path?.includes('&invite='));
    expect(phone.page.share()).toEqual({
      title: '安娜的直播间：周末音乐会',
      path: `/pages/room/room?id=${roomId}&invite=${encodeURIComponent(code)}`,
    });
  });
});

describe('a phone that cannot sign in', () => {
  const withoutLogin: Parameters<typeof openRoomPage>[2] = (host) => {
    host.loginCode = () => {
      throw new Error('login:fail');
    };
  };

  it('watches as a guest, and is nobody afterwards', async () => {
    await anna.request('startShow', {});
    const phone = open('', withoutLogin);
    await untilLive(phone);
    await waitFor('to be a guest', () => userIdOn(phone) !== '');
    phone.close();
    expect(userIdOn(phone)).toBe('');
  });
});

describe('a room in English', () => {
  it('speaks as WeChat does, everywhere', async () => {
    await anna.request('startShow', {});
    const phone = open('', (host) => {
      host.language = 'en';
    });
    await untilLive(phone);
    await anna.request('chat', { content: '你好' });
    await waitFor('the message', () => phone.page.get('.chat').text.includes('你好'));
    const opened = async (button: string, sheet: string, name: string) => {
      phone.page.get(button).tap();
      await waitFor(name, () => phone.page.find(`${sheet} >>> .foot`));
      await takePicture(phone.program, name);
      const text = phone.page.get(sheet).text;
      phone.page.get(`${sheet} >>> .sheet >>> .sheet__close`).tap();
      return text;
    };
    await takePicture(phone.program, 'room-en');
    const texts = [
      phone.page.get('.field').text,
      await opened('.round--stage', '.stage', 'room-en-stage'),
      await opened('.round--gift', '.gifts', 'room-en-gifts'),
    ];
    expect(texts.join(' ').replaceAll(/安娜?|你好/gu, '')).not.toMatch(/\p{Script=Han}/u);
  });
});

describe('a room into which one may not come', () => {
  it('says so to who is sent out and to who is banned, with the reason', async () => {
    await anna.request('startShow', {});
    const phone = open();
    await untilLive(phone);
    await anna.request('sanction', { userId: userIdOn(phone), kind: 'kick', reason: '刷屏' });
    await waitFor('the word', () => phone.page.text.includes('你已被踢出直播间'));
    expect(phone.page.text).toMatch(/可再次进入。原因：刷屏/u);
    expect([...phone.host.livePlayers]).toEqual([]);
    await takePicture(phone.program, 'room-kicked');
  });

  it('says that it is private, and lets in who was invited', async () => {
    await anna.request('startShow', {});
    await rest('PATCH', `/api/rooms/${roomId}`, { access: 'private' });
    const stranger = open();
    await waitFor('the word', () => stranger.page.text.includes('私密直播间'));
    await takePicture(stranger.program, 'room-private');
    const { code } = await rest('GET', `/api/rooms/${roomId}/invitation`);
    const guest = open(`&invite=${encodeURIComponent(code)}`);
    await untilLive(guest);
  });

  it('goes on here when one has entered it elsewhere, if one says so', async () => {
    await anna.request('startShow', {});
    const phone = open();
    await untilLive(phone);
    const kept = JSON.parse(phone.host.storage.get('lianmai.login') ?? '{}') as { token: string };
    const other = await RawClient.connect(running.baseUrl, kept.token);
    await other.request('join', { roomId });
    await waitFor('the word', () => phone.page.text.includes('你已在别处进入这个直播间'));
    phone.page.get('.middle__action').tap();
    await untilLive(phone);
    other.close();
  });

  it('keeps who is muted from writing, and says until when', async () => {
    await anna.request('startShow', {});
    const phone = open();
    await untilLive(phone);
    await anna.request('sanction', { userId: userIdOn(phone), kind: 'mute' });
    await waitFor('the word', () => phone.page.get('.field').text.startsWith('你已被禁言至'));
    phone.page.get('.field').tap();
    expect(phone.page.find('.writing')).toBeNull();
  });
});
