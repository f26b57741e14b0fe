import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CompiledProgram } from '../support/miniprogram/compileProgram.ts';
import { takePicture } from '../support/miniprogram/picture/takePicture.ts';
import { waitFor } from '../support/waitFor.ts';
import { type LiveScene, openRoomPage, openScene, type RoomPageOnPhone, untilLive } from './roomFixture.ts';
import { compileOurs } from './theProgram.ts';

let compiled: CompiledProgram;
let scene: LiveScene;
const phones: RoomPageOnPhone[] = [];

beforeAll(async () => {
  compiled = await compileOurs();
});
afterAll(() => compiled.remove());
beforeEach(async () => {
  scene = await openScene();
});
afterEach(async () => {
  for (const phone of phones.splice(0)) phone.close();
  await scene.close();
});

function open(
  ...args: Parameters<typeof openRoomPage> extends [unknown, unknown, ...infer Rest] ? Rest : []
) {
  const phone = openRoomPage(compiled, scene, ...args);
  phones.push(phone);
  return phone;
}

const benReads = () =>
  scene.ben.events.flatMap((event) => (event.type === 'chatPosted' ? [event.data.message.content] : []));

describe('the room page', () => {
  it('plays the show, and says who is live', async () => {
    const phone = open();
    await waitFor('the word', () => phone.page.text.includes('正在加载直播'));
    await untilLive(phone);
    const player = await waitFor('a player', () => [...phone.host.livePlayers][0]);
    await waitFor('the picture', () => player.isPlaying);
    expect(player.codes.map(({ code }) => code)).toEqual([2001, 2002, 2003, 2004]);
    // By Ben and us: our player is ours, and nobody besides.
    await waitFor('to be counted', () => phone.page.get('.head >>> .audience__count').text === '2');
    expect(phone.page.get('.head >>> .anchor__name').text).toBe('Clip');
    expect(phone.host.isKeptAwake).toBe(true);
    expect(phone.page.share()).toEqual({ title: 'Clip正在直播：Clip', path: '/pages/room/room?id=scene' });
  });

  it('lets the button of a failed picture be tapped, and plays', async () => {
    const phone = open((host) => {
      host.lacks = ['live-player', 'video'];
    });
    await untilLive(phone);
    const retry = await waitFor('the button', () => phone.page.find('.picture >>> .retry'));
    expect(phone.page.find('.touch')).toBeNull();
    phone.host.lacks = [];
    retry.tap();
    const player = await waitFor('a player', () => [...phone.host.livePlayers][0]);
    await waitFor('the picture', () => player.isPlaying);
    expect(phone.page.find('.touch')).not.toBeNull();
  });

  it('chats, both ways', async () => {
    const phone = open();
    await untilLive(phone);
    await scene.ben.request('chat', { content: '大家好' });
    await waitFor('the message', () => phone.page.get('.chat').text.includes('大家好'));
    phone.page.get('.field').tap();
    phone.page.get('.writing__field').type('来了');
    phone.page.get('.writing__field').confirm();
    await waitFor('the answer', () => benReads().includes('来了'));
    await waitFor('our own message', () => phone.page.findAll('.chat >>> .line__name--own').length === 1);
    expect(phone.page.data.draft).toBe('');
    await takePicture(phone.program, 'room-chat');
  });

  it('likes: hearts rise at once, and the room hears of all of them', async () => {
    const phone = open();
    await untilLive(phone);
    for (let i = 0; i < 3; i += 1) phone.page.get('.round--like').tap();
    await waitFor('hearts', () => phone.page.findAll('.hearts >>> .heart').length === 3);
    await takePicture(phone.program, 'room-live');
    await waitFor('the likes', () => scene.ben.events.some((event) => event.type === 'likesAdded'));
    expect(scene.running.app.rooms.get(scene.roomId).view().likeCount).toBe(3);
  });

  it('follows, once', async () => {
    const phone = open();
    await untilLive(phone);
    const button = await waitFor('the button', () => phone.page.find('.head >>> .anchor__follow'));
    button.tap();
    await waitFor('to follow', () => !phone.page.find('.head >>> .anchor__follow'));
    expect(phone.host.toasts).toEqual(['已关注，开播时会提醒你']);
  });

  it('gives, and the same again counts on as one combo', async () => {
    const phone = open();
    await untilLive(phone);
    phone.page.get('.round--gift').tap();
    await waitFor('the gifts', () => phone.page.findAll('.gifts >>> .tile').length > 3);
    const before = Number(phone.page.get('.gifts >>> .purse__coins').text);
    await takePicture(phone.program, 'room-gifts');
    const [, second] = phone.page.findAll('.gifts >>> .tile');
    second?.tap();
    phone.page.get('.gifts >>> .send').tap();
    await waitFor('the combo', () => phone.page.get('.gifts >>> .send').text === '连击 ×1');
    phone.page.get('.gifts >>> .send').tap();
    await waitFor('the combo to count on', () => phone.page.get('.gifts >>> .send').text === '连击 ×2');
    const gifts = scene.ben.events.flatMap((event) => (event.type === 'giftSent' ? [event.data.gift] : []));
    expect(gifts.map(({ comboCount }) => comboCount)).toEqual([1, 2]);
    const coins = gifts.reduce((sum, gift) => sum + gift.coins, 0);
    expect(Number(phone.page.get('.gifts >>> .purse__coins').text)).toBe(before - coins);
    await takePicture(phone.program, 'room-combo');
    await waitFor('its line', () => phone.page.findAll('.chat >>> .line--gift').length === 1);
  });

  it('buys coins on a development server, where there are too few', async () => {
    const phone = open();
    await untilLive(phone);
    phone.page.get('.round--gift').tap();
    await waitFor('the gifts', () => phone.page.findAll('.gifts >>> .tile').length > 3);
    const before = Number(phone.page.get('.gifts >>> .purse__coins').text);
    phone.page.findAll('.gifts >>> .tile').at(-1)?.tap();
    phone.page.findAll('.gifts >>> .counts__one').at(-1)?.tap();
    phone.page.get('.gifts >>> .send').tap();
    await waitFor('more coins', () => Number(phone.page.get('.gifts >>> .purse__coins').text) > before);
    expect(phone.host.toasts.at(-1)).toMatch(/充值成功/u);
  });

  it('shows who watches, and who gave most', async () => {
    const phone = open();
    await untilLive(phone);
    phone.page.get('.head >>> .audience').tap();
    const names = () => phone.page.findAll('.audience >>> .person__name').map(({ text }) => text);
    await waitFor('the audience', () => names().includes('Ben') && names().length === 2);
    await takePicture(phone.program, 'room-audience');
    const [gift] = await (await fetch(`${scene.running.baseUrl}/api/gifts`)).json();
    await scene.ben.request('gift', { giftId: gift.id });
    phone.page.findAll('.audience >>> .tab').at(-1)?.tap();
    await waitFor('the first giver', () => phone.page.find('.audience >>> .person__place')?.text === '1');
    expect(names()).toEqual(['Ben']);
    await takePicture(phone.program, 'room-givers');
  });

  it('says why where one may not come in, and that a show is over', async () => {
    const phone = open();
    await untilLive(phone);
    scene.room.end();
    await waitFor('the end', () => phone.page.text.includes('直播已结束'));
    await takePicture(phone.program, 'room-ended');
    const nowhere = openRoomPage(compiled, { running: scene.running, roomId: 'nowhere' });
    phones.push(nowhere);
    await waitFor('the refusal', () => nowhere.page.text.includes('直播间不存在'));
    await takePicture(nowhere.program, 'room-not-found');
  });

  it.each([
    ['without an id', ''],
    ['with one that no room can have', '房间'],
  ])('opened by a link %s, says that there is no such room', async (_what, roomId) => {
    const phone = openRoomPage(compiled, { running: scene.running, roomId });
    phones.push(phone);
    await waitFor('the refusal', () => phone.page.text.includes('直播间不存在'));
    expect(phone.host.opened).toBe(1);
  });
});
