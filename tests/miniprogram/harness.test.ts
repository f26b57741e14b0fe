import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type CompiledProgram, compileProgram } from '../support/miniprogram/compileProgram.ts';
import { FakeWx } from '../support/miniprogram/FakeWx.ts';
import { MiniProgram } from '../support/miniprogram/MiniProgram.ts';
import { takePicture } from '../support/miniprogram/picture/takePicture.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { RtmpPusher } from '../support/RtmpPusher.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';

let compiled: CompiledProgram;
let running: RunningApp;
let program: MiniProgram;
let host: FakeWx;
let roomId: string;
let anna: RawClient;
let pusher: RtmpPusher;

beforeAll(async () => {
  compiled = await compileProgram(join(import.meta.dirname, 'sample'));
});
afterAll(() => compiled.remove());

beforeEach(async () => {
  running = await startApp({ RTMP_PORT: '0' });
  const { token } = await guestToken(running.baseUrl, 'Anna');
  roomId = await createRoom(running.baseUrl, token);
  pusher = new RtmpPusher(`rtmp://127.0.0.1:${running.app.ports.rtmp}/live/${roomId}?token=${token}`);
  await waitFor('the show', () => running.app.rooms.get(roomId).tracks.publications.length === 2);
  anna = await RawClient.connect(running.baseUrl, (await guestToken(running.baseUrl, 'Ben')).token);
  await anna.request('join', { roomId });
  host = new FakeWx([running.baseUrl, running.baseUrl.replace(/^http/, 'ws')]);
  host.storage.set('baseUrl', running.baseUrl);
  program = MiniProgram.launch(compiled, host);
});
afterEach(async () => {
  program.close();
  anna.close();
  await pusher.close();
  await running.close();
});

it('runs a mini program: its list, its room, its player, its chat', async () => {
  expect(program.page.text).toBe('加载中');
  await waitFor('a room', () => program.page.find('.room'));
  expect(program.page.get('.room >>> .count').text).toBe('1 人');
  await takePicture(program, 'sample-rooms');
  program.page.get('.room').tap();
  await waitFor('its page', () => program.page.route === 'pages/room/room');
  const player = await waitFor('its player', () => [...host.livePlayers][0]);
  await waitFor('the picture', () => program.page.find('.playing'));
  expect(player.codes.map(({ code }) => code)).toEqual([2001, 2002, 2003, 2004]);

  await anna.request('chat', { content: '你好' });
  await waitFor('the message', () => program.page.find('.message')?.text === '你好');
  await takePicture(program, 'sample-room');
  program.page.get('.draft').type('来了');
  program.page.get('.draft').confirm();
  await waitFor('the answer', () =>
    anna.events.some((event) => event.type === 'chatPosted' && event.data.message.content === '来了'),
  );
});

it('tells as phones do that the stream is lost, and gives up', async () => {
  await waitFor('a room', () => program.page.find('.room'));
  program.page.get('.room').tap();
  const player = await waitFor('its player', () => [...host.livePlayers][0]);
  await waitFor('the picture', () => player.isPlaying);
  await anna.close();
  running.app.rooms.get(roomId).close('room_closed');
  await waitFor('the end', () => player.lastCode === -2301);
  expect(player.codes.filter(({ code }) => code === 2103)).toHaveLength(3);
});
