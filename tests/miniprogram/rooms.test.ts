import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CompiledProgram } from '../support/miniprogram/compileProgram.ts';
import type { FakeWx } from '../support/miniprogram/FakeWx.ts';
import { MiniProgram } from '../support/miniprogram/MiniProgram.ts';
import { takePicture } from '../support/miniprogram/picture/takePicture.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';
import { compileOurs, phoneFor } from './theProgram.ts';

let compiled: CompiledProgram;
let running: RunningApp;
let host: FakeWx;
let program: MiniProgram;
const anchors: RawClient[] = [];

beforeAll(async () => {
  compiled = await compileOurs();
  return () => compiled.remove();
});

beforeEach(async () => {
  running = await startApp();
  host = phoneFor(running);
  // Not an `afterEach`, which would run without a server too, when its start has failed.
  return async () => {
    program?.close();
    for (const anchor of anchors.splice(0)) anchor.close();
    await running.close();
  };
});

async function goLive(name: string, title: string): Promise<string> {
  const { token } = await guestToken(running.baseUrl, name);
  const roomId = await createRoom(running.baseUrl, token, { title });
  const anchor = await RawClient.connect(running.baseUrl, token);
  anchors.push(anchor);
  await anchor.request('join', { roomId, as: 'publisher' });
  await anchor.request('startShow', {});
  return roomId;
}

const launch = () => {
  program = MiniProgram.launch(compiled, host);
};
const cards = () => program.page.findAll('.grid__card');
const titles = () => program.page.findAll('.grid__card >>> .card__title').map(({ text }) => text);

describe('the list of live rooms', () => {
  it('says that it loads, then who is live with what', async () => {
    await goLive('Anna', '深夜吉他');
    launch();
    expect(program.page.findAll('.skeleton')).toHaveLength(4);
    await waitFor('a card', () => cards().length === 1);
    expect(titles()).toEqual(['深夜吉他']);
    expect(program.page.text).toContain('Anna');
    expect(program.page.text).toContain('直播中');
    expect(program.page.text).toContain('刚刚');
    await waitFor('the title', () => host.title === '连麦');
    await takePicture(program, 'rooms-one');
  });

  it('invites where nobody is live, and finds who comes when it is pulled', async () => {
    launch();
    await waitFor('the invitation', () => program.page.text.includes('还没有人开播'));
    await goLive('Anna', 'Here');
    await program.page.pullDown();
    await waitFor('a card', () => titles().join() === 'Here');
  });

  it('brings page after page as one scrolls, each room once', async () => {
    for (let i = 0; i < 23; i += 1) await goLive(`Anchor ${i}`, `Room ${i}`);
    launch();
    await waitFor('the first page', () => cards().length === 20);
    await program.page.reachBottom();
    await waitFor('all of them', () => cards().length === 23);
    expect(new Set(titles()).size).toBe(23);
    expect(program.page.get('.footer').text).toBe('没有更多直播了');
    await takePicture(program, 'rooms');
  });

  it('has what was seen last at once, and says where it could not be learned anew', async () => {
    await goLive('Anna', 'Kept');
    launch();
    await waitFor('a card', () => titles().join() === 'Kept');
    program.close();

    const offline = phoneFor(running);
    offline.ext = { serverUrl: 'https://unreachable.example' };
    for (const [key, value] of host.storage) offline.storage.set(key, value);
    host = offline;
    launch();
    expect(titles()).toEqual(['Kept']);
    await waitFor('the word about it', () => program.page.find('.banner')?.text.includes('刚才的列表'));
    host.theme = 'dark';
    await takePicture(program, 'rooms-stale-dark');
  });

  it('says why it has nothing, and loads when it is asked to', async () => {
    host.ext = { serverUrl: 'https://unreachable.example' };
    launch();
    await waitFor('the panel', () => program.page.find('.failure'));
    expect(program.page.text).toContain('直播列表加载失败');
    expect(program.page.text).toContain('网络不给力');
    await takePicture(program, 'rooms-failed');
    program.page.get('.failure >>> .panel__action').tap();
    expect(program.page.findAll('.skeleton')).toHaveLength(4);
    await waitFor('the panel again', () => program.page.find('.failure'));
  });

  it('speaks English to a phone that does', async () => {
    host.language = 'en';
    launch();
    await waitFor('the invitation', () => program.page.text.includes('Nobody is live'));
    expect([host.title, host.tabNames.get(0), host.tabNames.get(1)]).toEqual(['Lianmai', 'Live', 'Me']);
    await takePicture(program, 'rooms-empty-english');
  });
});
