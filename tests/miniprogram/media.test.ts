import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CompiledProgram, compileProgram } from '../support/miniprogram/compileProgram.ts';
import { FakeWx } from '../support/miniprogram/FakeWx.ts';
import { MiniProgram } from '../support/miniprogram/MiniProgram.ts';
import { createRoom, guestToken } from '../support/RawClient.ts';
import { RtmpPusher } from '../support/RtmpPusher.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';

let compiled: CompiledProgram;
let running: RunningApp;
let host: FakeWx;
let program: MiniProgram | null;
let roomId: string;
let token: string;

beforeAll(async () => {
  [compiled, running] = await Promise.all([
    compileProgram(join(import.meta.dirname, 'sample')),
    startApp({ RTMP_PORT: '0', ANCHOR_GRACE_SECONDS: '2' }),
  ]);
});
afterAll(async () => {
  await compiled.remove();
  await running.close();
});
beforeEach(async () => {
  host = new FakeWx([]);
  program = null;
  token = (await guestToken(running.baseUrl, 'Anna')).token;
  roomId = await createRoom(running.baseUrl, token);
});
afterEach(() => program?.close());

function open(kind: string, src: string): void {
  program = MiniProgram.launch(
    compiled,
    host,
    `/pages/media/media?kind=${kind}&src=${encodeURIComponent(src)}`,
  );
}
const error = () => program?.page.find('.error')?.text;
const live = () => running.app.rooms.get(roomId).tracks.publications.length === 2;
const rtmp = (of = token) => `rtmp://127.0.0.1:${running.app.ports.rtmp}/live/${roomId}?token=${of}`;
const at = (path: string) => `${running.baseUrl}/live/${roomId}${path}`;

describe('the fake players', () => {
  let pusher: RtmpPusher;
  beforeEach(async () => {
    pusher = new RtmpPusher(rtmp());
    await waitFor('the show', live, { deadlineMs: 20_000 });
  });
  afterEach(() => pusher.close());

  it('<live-player> plays FLV, and neither HLS nor what is not there', async () => {
    open('live-player', at('/index.m3u8'));
    const [player] = host.livePlayers;
    await waitFor('it to give up', () => player?.lastCode === -2301);
    expect(player?.codes.some(({ code }) => code === 2004)).toBe(false);
    program?.page.instance.setData({ src: `${running.baseUrl}/live/nowhere.flv` });
    player?.context.play();
    await waitFor(
      'it to give up again',
      () => player?.codes.filter(({ code }) => code === -2301).length === 2,
    );
    program?.page.instance.setData({ src: at('.flv') });
    player?.context.play();
    await waitFor('the picture', () => player?.isPlaying, { deadlineMs: 20_000 });
  });

  it('<live-player> refuses itself where the mini program has no category for it', async () => {
    host.hasLiveCategory = false;
    open('live-player', at('.flv'));
    await waitFor('its error', error);
    expect(error()).toContain('access denied');
  });

  it('<video> plays HLS, and no FLV', async () => {
    open('video', at('.flv'));
    await waitFor('its error', error);
    expect(error()).toContain('NOT_SUPPORTED');
    const [video] = host.videos;
    program?.page.instance.setData({ src: at('/index.m3u8') });
    await waitFor('the picture', () => video?.isPlaying, { deadlineMs: 20_000 });
    const { segmentsPlayed = 0 } = video ?? {};
    await waitFor('more of it', () => (video?.segmentsPlayed ?? 0) > segmentsPlayed + 1, {
      deadlineMs: 20_000,
    });
  });
});

describe('the fake <live-pusher>', () => {
  const start = () => {
    program?.page.get('.start').tap();
    const [pusher] = host.livePushers;
    if (!pusher) throw new Error('there is none');
    return pusher;
  };

  it('asks its user, publishes, and tells it', async () => {
    open('live-pusher', rtmp());
    const pusher = start();
    await waitFor('the show', live, { deadlineMs: 20_000 });
    await waitFor('its word', () => pusher.isPushing, { deadlineMs: 20_000 });
    expect(pusher.codes.map(({ code }) => code)).toEqual([1003, 1007, 1008, 1001, 1002]);
    expect([...host.permissions.keys()]).toEqual(['scope.camera', 'scope.record']);
    pusher.loseNetwork();
    await waitFor('it to be back', () => pusher.codes.filter(({ code }) => code === 1002).length === 2, {
      deadlineMs: 20_000,
    });
    expect(pusher.codes.map(({ code }) => code).slice(5)).toEqual([1102, 1001, 1002]);
    pusher.context.stop();
  });

  it('gives up where the server refuses it, and takes no other protocol', async () => {
    open('live-pusher', rtmp('a.b.c'));
    const pusher = start();
    await waitFor('it to give up', () => pusher.lastCode === -1307, { deadlineMs: 20_000 });
    expect(pusher.codes.filter(({ code }) => code === 1102)).toHaveLength(3);
    program?.page.instance.setData({ src: at('.flv') });
    pusher.context.start();
    await waitFor(
      'it to give up again',
      () => pusher.codes.filter(({ code }) => code === -1307).length === 2,
    );
  });

  it('does not start without the camera', async () => {
    host.grants = (scope) => scope !== 'scope.camera';
    open('live-pusher', rtmp());
    expect(start().lastCode).toBe(-1301);
    await waitFor('its error', () => error()?.includes('auth deny'));
  });
});
