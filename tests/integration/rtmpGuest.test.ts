import type { Publication } from '@lianmai/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PushedStream, RtmpPusher } from '../support/RtmpPusher.ts';
import { RtcViewer } from '../support/rtc/RtcViewer.ts';
import { signalingOverClient } from '../support/rtc/ViewerSignaling.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';
import { openStageRoom, type Person } from './stageClients.ts';

let running: RunningApp;
let stage: Awaited<ReturnType<typeof openStageRoom>>;
const closing: { close(): unknown }[] = [];
const deadlineMs = 20_000;

beforeEach(async () => {
  running = await startApp({ RTMP_PORT: '0', ANCHOR_GRACE_SECONDS: '3' });
  stage = await openStageRoom(running);
  await stage.anchor.client.request('changeStage', { admission: 'open', usesGreenRoom: false });
});
afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close();
  stage.close();
  await running.close();
});

function kept<T extends { close(): unknown }>(one: T): T {
  closing.push(one);
  return one;
}

const addressOf = async ({ client }: Person) => (await client.request('rtmpAddress', {})).rtmpUrl;
const push = (url: string, stream?: PushedStream) => kept(new RtmpPusher(url, stream));
const pushAs = async (person: Person, stream?: PushedStream) => push(await addressOf(person), stream);

function tracksBecome(what: string, list: () => readonly Publication[], kinds: string) {
  const read = () =>
    list()
      .map(({ kind }) => kind)
      .join(' ') === kinds
      ? list()
      : null;
  return waitFor(`${kinds || 'nothing'} ${what}`, read, { deadlineMs });
}
const onAir = (kinds: string) => tracksBecome('on air', () => stage.room.tracks.publications, kinds);
const inGreenRoom = (kinds: string) => tracksBecome('previewed', () => stage.room.tracks.previews, kinds);

async function watch(tracks: readonly Publication[]): Promise<RtcViewer> {
  const { client, joined } = await stage.viewer('Viewer');
  return kept(await RtcViewer.start(signalingOverClient(client, joined.rtpCapabilities), tracks));
}

const more = (viewer: RtcViewer, kind: 'video' | 'audio', packets = 50) => {
  const before = viewer.figures[kind].packets;
  return waitFor(`more ${kind}`, () => viewer.figures[kind].packets > before + packets, { deadlineMs });
};

/** Pushes in vain. @returns what the pusher was told */
async function refused(url: string): Promise<string> {
  const pusher = push(url);
  await pusher.exited;
  return pusher.stderr;
}

describe('a guest over RTMP', () => {
  it('is on air from their seat, as themselves, and off it with the pusher', async () => {
    const guest = await stage.guest('Gao');
    const { rtmpUrl, expiresAt } = await guest.client.request('rtmpAddress', {});
    expect(rtmpUrl).toMatch(
      new RegExp(`^rtmp://127\\.0\\.0\\.1:${running.app.ports.rtmp}/live/${stage.roomId}\\?token=`),
    );
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now() + 60_000);
    const pusher = push(rtmpUrl);
    const tracks = await onAir('video audio');
    const { sessionId } = guest.joined;
    expect(tracks).toMatchObject([
      { seat: guest.seat, source: 'camera', sessionId, user: { id: guest.userId } },
      { seat: guest.seat, source: 'microphone', sessionId },
    ]);
    const viewer = await watch(tracks);
    await viewer.firstPicture();
    await more(viewer, 'audio');
    await pusher.close();
    await onAir('');
    // The seat is kept, and the address still leads to it.
    expect(stage.room.stage.guestOf(sessionId)).toBeDefined();
    push(rtmpUrl);
    await onAir('video audio');
  });

  it('is muted, and heard again, as anybody else', async () => {
    const guest = await stage.guest('Gao');
    await pushAs(guest);
    const viewer = await watch(await onAir('video audio'));
    await more(viewer, 'audio');
    const { seat } = guest;
    await stage.anchor.client.request('muteSeat', { seat, source: 'microphone' });
    await waitFor(
      'the mute',
      () => stage.room.tracks.publications.find(({ kind }) => kind === 'audio')?.isPaused,
    );
    // What was on its way still comes; then a whole stretch of pictures comes without a sound.
    await waitFor(
      'silence',
      async () => {
        const before = viewer.figures.audio.packets;
        await more(viewer, 'video', 100);
        return viewer.figures.audio.packets === before;
      },
      { deadlineMs },
    );
    await stage.anchor.client.request('unmuteSeat', { seat, source: 'microphone' });
    await more(viewer, 'audio');
    expect(stage.room.tracks.publications.every(({ isPaused }) => !isPaused)).toBe(true);
  });

  it('waits in the green room, is taken on air, and is cut: only a new address brings them back, to the green room', async () => {
    await stage.anchor.client.request('changeStage', { usesGreenRoom: true });
    const guest = await stage.guest('Gao');
    const url = await addressOf(guest);
    const pusher = push(url);
    const previews = await inGreenRoom('video audio');
    expect(stage.room.tracks.publications).toEqual([]);
    const { seat } = guest;
    await stage.anchor.client.request('takeOnAir', { seat });
    expect((await onAir('video audio')).map(({ producerId }) => producerId)).toEqual(
      previews.map(({ producerId }) => producerId),
    );
    await stage.anchor.client.request('cutFromAir', { seat });
    expect(stage.room.tracks.publications).toEqual([]);
    await pusher.exited;
    expect(guest.client.notices('producerClosed').map(({ reason }) => reason)).toEqual(['cut', 'cut']);
    expect(await refused(url)).toContain('token_expired');
    await pushAs(guest);
    await inGreenRoom('video audio');
    expect(stage.room.tracks.publications).toEqual([]);
  });

  it.each<[string, (guest: Person & { seat: number }) => Promise<unknown>, string]>([
    ['they leave the seat', ({ client }) => client.request('leaveSeat', {}), 'not_on_stage'],
    [
      'they are taken off it',
      ({ seat }) => stage.anchor.client.request('takeOffSeat', { seat }),
      'not_on_stage',
    ],
    [
      'they are banned',
      ({ userId }) => stage.anchor.client.request('sanction', { userId, kind: 'ban' }),
      'session_not_found',
    ],
    ['the show is over', () => stage.anchor.client.request('endShow', {}), 'not_on_stage'],
  ])('is sent away when %s', async (_when, end, code) => {
    const guest = await stage.guest('Gao');
    const url = await addressOf(guest);
    const pusher = push(url);
    await onAir('video audio');
    await end(guest);
    await pusher.exited;
    expect(stage.room.tracks.publications).toEqual([]);
    await waitFor('its media to go', () => running.app.engine.stats().total.plainTransports === 0);
    expect(await refused(url)).toMatch(new RegExp(`${code}|token_expired`));
  });

  it('gives sound alone where the seat takes no picture, also when it does so no more', async () => {
    const guest = await stage.guest('Gao');
    await pushAs(guest);
    await onAir('video audio');
    const { seat } = guest;
    await stage.anchor.client.request('setSeatVideo', { seat, allowsVideo: false });
    const viewer = await watch(await onAir('audio'));
    await more(viewer, 'audio');
  });

  it('takes over from a stale connection of their own, and outlives a media worker', async () => {
    const guest = await stage.guest('Gao');
    const url = await addressOf(guest);
    const stale = push(url);
    const before = await onAir('video audio');
    stale.signal('SIGSTOP');
    push(url);
    const after = (earlier: readonly Publication[]) =>
      waitFor(
        'other tracks',
        () => {
          const tracks = stage.room.tracks.publications;
          const known = earlier.map(({ producerId }) => producerId);
          const isOther = tracks.every(({ producerId }) => !known.includes(producerId));
          return tracks.length === 2 && isOther ? tracks : null;
        },
        { deadlineMs },
      );
    const taken = await after(before);
    const home = running.app.engine.stats().workers.find(({ producers }) => producers > 0);
    process.kill(home?.pid ?? Number.NaN, 'SIGKILL');
    const viewer = await watch(await after(taken));
    await viewer.firstPicture();
  });
});

it('a guest may push with their access token as well', async () => {
  const guest = await stage.guest('Gao');
  push(`rtmp://127.0.0.1:${running.app.ports.rtmp}/live/${stage.roomId}?token=${guest.token}`);
  const tracks = await onAir('video audio');
  expect(tracks.map(({ sessionId, seat }) => [sessionId, seat])).toEqual([
    [guest.joined.sessionId, guest.seat],
    [guest.joined.sessionId, guest.seat],
  ]);
});

describe('an anchor with a Session', () => {
  it('asks for an address too, and the show goes on over RTMP', async () => {
    await pushAs(stage.anchor);
    const tracks = await onAir('video audio');
    expect(tracks.map(({ seat }) => seat)).toEqual([0, 0]);
    const viewer = await watch(tracks);
    await viewer.firstPicture();
  });
});

describe('an RTMP address', () => {
  it('is for who may publish', async () => {
    const viewer = await stage.viewer();
    await expect(viewer.client.request('rtmpAddress', {})).rejects.toMatchObject({ code: 'not_on_stage' });
  });

  it('leads nowhere but to its own room, and cannot be made up', async () => {
    const guest = await stage.guest('Gao');
    const url = await addressOf(guest);
    const other = await openStageRoom(running);
    closing.push(other);
    expect(await refused(url.replace(stage.roomId, other.roomId))).toContain('token_invalid');
    expect(await refused(`${url.slice(0, -1)}${url.endsWith('A') ? 'B' : 'A'}`)).toContain('token_invalid');
    expect(stage.room.tracks.publications).toEqual([]);
  });
});
