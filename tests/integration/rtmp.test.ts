import { connect } from 'node:net';
import { type Publication, StreamKeyView } from '@lianmai/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askRest } from '../support/askRest.ts';
import { childrenOf } from '../support/childProcesses.ts';
import { FlvReader } from '../support/FlvReader.ts';
import { operatorToken } from '../support/operatorToken.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { type PushedStream, RtmpPusher } from '../support/RtmpPusher.ts';
import { RtcViewer } from '../support/rtc/RtcViewer.ts';
import { signalingOverClient } from '../support/rtc/ViewerSignaling.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';

let running: RunningApp;
let roomId: string;
let token: string;
const closing: { close(): unknown }[] = [];

beforeEach(async () => {
  running = await startApp({ RTMP_PORT: '0', ANCHOR_GRACE_SECONDS: '3' });
  token = (await guestToken(running.baseUrl, 'Anchor')).token;
  roomId = await createRoom(running.baseUrl, token);
});
afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close();
  await running.close();
});

function kept<T extends { close(): unknown }>(one: T): T {
  closing.push(one);
  return one;
}

const room = () => running.app.rooms.get(roomId);
const address = (of = `${roomId}?token=${token}`) => `rtmp://127.0.0.1:${running.app.ports.rtmp}/live/${of}`;
const push = (stream?: PushedStream, of?: string) => kept(new RtmpPusher(address(of), stream));

function onAir(kinds: string): Promise<readonly Publication[]> {
  const read = () => {
    const { publications } = room().tracks;
    const now = publications.map(({ kind }) => kind).join(' ');
    return now === kinds ? publications : null;
  };
  return waitFor(`${kinds} on air`, read, { deadlineMs: 15_000 });
}

async function watch(tracks: readonly Publication[]): Promise<RtcViewer> {
  const viewer = await guestToken(running.baseUrl, 'Viewer');
  const client = kept(await RawClient.connect(running.baseUrl, viewer.token));
  const { rtpCapabilities } = await client.request('join', { roomId });
  return kept(await RtcViewer.start(signalingOverClient(client, rtpCapabilities), tracks));
}

const more = (viewer: RtcViewer, kind: 'video' | 'audio', packets = 50) => {
  const before = viewer.figures[kind].packets;
  return waitFor(`more ${kind}`, () => viewer.figures[kind].packets > before + packets, {
    deadlineMs: 15_000,
  });
};

const encoders = async () =>
  (await childrenOf(process.pid)).filter(
    ({ command }) => command.includes('pipe:0') && command.includes('libx264'),
  );

describe('an anchor over RTMP', () => {
  it('is live with picture and sound, copied, for WebRTC and FLV viewers', async () => {
    push();
    const tracks = await onAir('video audio');
    expect(room().isLive).toBe(true);
    expect(tracks.map(({ seat, source }) => [seat, source])).toEqual([
      [0, 'camera'],
      [0, 'microphone'],
    ]);
    const viewer = await watch(tracks);
    await viewer.firstPicture();
    await more(viewer, 'audio');
    expect(await encoders()).toEqual([]);
    const flv = kept(await FlvReader.open(`${running.baseUrl}/live/${roomId}.flv`));
    await waitFor('pictures and sound', () => flv.count('video') > 30 && flv.count('audio') > 50, {
      deadlineMs: 20_000,
    });
    expect(flv.backwardSteps()).toEqual([]);
  });

  it.each<[string, readonly string[]]>([
    ['B-frames', ['-c:v', 'libx264', '-preset', 'veryfast', '-g', '25', '-bf', '2']],
    [
      'a keyframe in ten seconds',
      ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '250', '-keyint_min', '250', '-bf', '0'],
    ],
  ])('with %s is encoded anew', async (_what, video) => {
    push({ video });
    await onAir('video audio');
    await waitFor('an encoder', async () => (await encoders()).length === 1, { deadlineMs: 25_000 });
    const viewer = await watch(await onAir('video audio'));
    await viewer.firstPicture();
    await more(viewer, 'video');
  });

  it.each<[string, PushedStream]>([
    ['video', { audio: null }],
    ['audio', { video: null }],
  ])('may send %s alone', async (kind, stream) => {
    push(stream);
    const viewer = await watch(await onAir(kind));
    await more(viewer, kind as 'video' | 'audio');
  });

  it('goes off the air when the pusher is killed, and comes back with the next one', async () => {
    const first = push();
    await onAir('video audio');
    await first.close();
    await waitFor('nothing on air', () => room().tracks.publications.length === 0);
    expect(room().isLive).toBe(true);
    push();
    const viewer = await watch(await onAir('video audio'));
    await viewer.firstPicture();
  });

  it('is taken off when the pusher freezes, and the show ends after the grace', async () => {
    const pusher = push();
    await onAir('video audio');
    pusher.signal('SIGSTOP');
    await waitFor('nothing on air', () => room().tracks.publications.length === 0, { deadlineMs: 15_000 });
    await waitFor('the end of the show', () => !room().isLive, { deadlineMs: 10_000 });
    expect(running.app.engine.stats().total.plainTransports).toBe(0);
  });

  it('gives way to a newer connection of its own', async () => {
    const stale = push();
    const before = await onAir('video audio');
    push();
    await stale.exited;
    const after = await waitFor('other tracks', () => {
      const { publications } = room().tracks;
      const isOther = publications.length === 2 && publications[0]?.sessionId !== before[0]?.sessionId;
      return isOther ? publications : null;
    });
    const viewer = await watch(after);
    await viewer.firstPicture();
  });

  it('is off the air when the show is ended, whatever is pushed on, until the studio begins another', async () => {
    const pusher = push();
    await onAir('video audio');
    room().endShow('ended_by_operator');
    expect(room().tracks.publications).toEqual([]);
    await waitFor('its media to go', () => running.app.engine.stats().total.plainTransports === 0);
    const studio = kept(await RawClient.connect(running.baseUrl, token));
    const { snapshot } = await studio.request('join', { roomId, as: 'publisher' });
    expect(snapshot.room.status).toBe('ended');
    const told = () =>
      studio.notices('backstageChanged').filter(({ backstage }) => backstage.ingest?.video?.fps);
    await waitFor('the studio to hear of what is pushed', () => told().length > 1, { deadlineMs: 15_000 });
    expect(pusher.hasExited).toBe(false);
    expect(room().isLive).toBe(false);
    await studio.request('startShow', {});
    const viewer = await watch(await onAir('video audio'));
    await viewer.firstPicture();
  });

  it('begins the next show with another push', async () => {
    const pusher = push();
    await onAir('video audio');
    room().endShow('ended_by_anchor');
    await pusher.close();
    push();
    await onAir('video audio');
    expect(room().isLive).toBe(true);
  });

  it('ends with its room, also while it waits for the next show', async () => {
    const pusher = push();
    await onAir('video audio');
    room().endShow('ended_by_anchor');
    await waitFor('nothing on air', () => room().tracks.publications.length === 0);
    room().close('room_closed');
    await pusher.exited;
  });

  it('is cut off when their tokens are good no more', async () => {
    const wish = { account: 'anchor-1', password: 'a long password 1', name: 'Anchor' };
    const { json } = await askRest(running.baseUrl, '/api/auth/register', { method: 'POST', body: wish });
    token = json.token;
    roomId = await createRoom(running.baseUrl, token);
    const pusher = push();
    await onAir('video audio');
    await askRest(running.baseUrl, '/api/auth/logout-everywhere', { method: 'POST', token });
    await pusher.exited;
    await waitFor('nothing on air', () => room().tracks.publications.length === 0);
    const again = push();
    await again.exited;
    expect(again.stderr).toContain('token_revoked');
  });

  it('comes back by itself when its ffmpeg or its worker dies', async () => {
    push();
    await onAir('video audio');
    const feeder = async () =>
      (await childrenOf(process.pid)).find(
        ({ command }) => command.includes('pipe:0') && command.includes('rtp:'),
      );
    const { pid } = await waitFor('its ffmpeg', feeder);
    process.kill(pid, 'SIGKILL');
    const next = await waitFor('another ffmpeg', async () => {
      const found = await feeder();
      return found && found.pid !== pid ? found : null;
    });
    expect(next.pid).not.toBe(pid);
    const viewer = await watch(await onAir('video audio'));
    await viewer.firstPicture();
  });
});

const streamKeyOf = async (of: string, renew = ''): Promise<StreamKeyView> => {
  const path = `/api/rooms/${of}/stream-key${renew}`;
  const { json } = await askRest(running.baseUrl, path, { method: renew ? 'POST' : 'GET', token });
  return StreamKeyView.parse(json);
};

describe('what an encoder sends', () => {
  /** The anchor's studio, which publishes nothing itself, and what it is told of the stream. */
  async function studio() {
    const client = kept(await RawClient.connect(running.baseUrl, token));
    const { backstage } = await client.request('join', { roomId, as: 'publisher' });
    expect(backstage.ingest).toBeNull();
    return () => client.notices('backstageChanged').at(-1)?.backstage.ingest;
  }

  it('is told to the anchor, until it ends', async () => {
    const ingest = await studio();
    const pusher = push();
    const measured = await waitFor(
      'figures',
      () => {
        const now = ingest();
        return (now?.video?.fps ?? 0) >= 20 && now?.keyframeEveryMs ? now : null;
      },
      { deadlineMs: 20_000 },
    );
    expect(measured).toMatchObject({
      video: { codec: 'H.264 Baseline', width: 640, height: 360 },
      audio: { codec: 'AAC', sampleRateHz: 48_000, channels: 1 },
      keyframeEveryMs: 1000,
      isReencoded: false,
      warnings: [],
    });
    expect(measured.bitrateBps).toBeGreaterThan(100_000);
    await pusher.close();
    await waitFor('the end', () => ingest() === null);
  });

  it('is warned of where it has B-frames', async () => {
    const ingest = await studio();
    push({ video: ['-c:v', 'libx264', '-preset', 'veryfast', '-g', '25', '-bf', '2'] });
    await waitFor('a warning', () => ingest()?.warnings.includes('b_frames') && ingest()?.isReencoded, {
      deadlineMs: 20_000,
    });
  });
});

describe('a stream key', () => {
  it('puts its anchor on air, and off it once it is renewed', async () => {
    const key = await streamKeyOf(roomId);
    expect(key.server).toBe(`rtmp://127.0.0.1:${running.app.ports.rtmp}/live`);
    expect(key.rtmpUrl).toBe(`${key.server}/${key.streamKey}`);
    const pusher = kept(new RtmpPusher(key.rtmpUrl));
    await onAir('video audio');
    const next = await streamKeyOf(roomId, '/renew');
    expect(next.streamKey).not.toBe(key.streamKey);
    await pusher.exited;
    expect(room().tracks.publications).toEqual([]);
    const again = kept(new RtmpPusher(key.rtmpUrl));
    await again.exited;
    expect(again.stderr).toContain('stream_key_wrong');
    kept(new RtmpPusher(next.rtmpUrl));
    await onAir('video audio');
  });

  it('outlives the sign-out of its anchor', async () => {
    const wish = { account: 'anchor-2', password: 'a long password 1', name: 'Anchor' };
    token = (await askRest(running.baseUrl, '/api/auth/register', { method: 'POST', body: wish })).json.token;
    roomId = await createRoom(running.baseUrl, token);
    kept(new RtmpPusher((await streamKeyOf(roomId)).rtmpUrl));
    const viewer = await watch(await onAir('video audio'));
    await askRest(running.baseUrl, '/api/auth/logout-everywhere', { method: 'POST', token });
    await more(viewer, 'video');
    expect(room().tracks.publications).toHaveLength(2);
  });

  it('does not help an anchor who is banned', async () => {
    const { streamKey } = await streamKeyOf(roomId);
    const token = await operatorToken();
    const body = { userId: room().anchor.id, kind: 'ban', duration: 'forever' };
    await askRest(running.baseUrl, '/api/moderation/sanctions', { method: 'POST', token, body });
    const pusher = push({}, streamKey);
    await pusher.exited;
    expect(pusher.stderr).toContain('banned');
  });

  it('puts an anchor who is banned off the air, and holds nothing for later', async () => {
    const pusher = push({}, (await streamKeyOf(roomId)).streamKey);
    await onAir('video audio');
    const body = { userId: room().anchor.id, kind: 'ban', duration: 'forever' };
    const token = await operatorToken();
    await askRest(running.baseUrl, '/api/moderation/sanctions', { method: 'POST', token, body });
    await pusher.exited;
    expect(room().tracks.publications).toEqual([]);
  });
});

describe('RTMP refuses', () => {
  it.each<[string, () => Promise<string>, string]>([
    ['no token', async () => roomId, 'token_missing'],
    ['a forged token', async () => `${roomId}?token=a.b.c`, 'token_invalid'],
    [
      'somebody else',
      async () => `${roomId}?token=${(await guestToken(running.baseUrl)).token}`,
      'forbidden',
    ],
    ['a stream key that is none', async () => `${roomId}?token=lmsk_${'0'.repeat(40)}`, 'stream_key_wrong'],
    [
      'the stream key of another room',
      async () => {
        const other = await createRoom(running.baseUrl, token);
        return `${roomId}?${(await streamKeyOf(other)).streamKey.split('?')[1]}`;
      },
      'stream_key_wrong',
    ],
    ['an unknown room', async () => `nowhere?token=${token}`, 'room_not_found'],
  ])('%s', async (_what, of, code) => {
    const pusher = push({}, await of());
    await pusher.exited;
    expect(pusher.stderr).toContain(code);
    expect(room().tracks.publications).toEqual([]);
    expect(room().isLive).toBe(false);
  });

  it.each<[string, PushedStream]>([
    ['a picture', { video: ['-c:v', 'flv1'] }],
    ['a sound', { audio: ['-c:a', 'libmp3lame', '-ar', '44100'] }],
  ])('%s that nobody could see or hear, and says so', async (_what, stream) => {
    const pusher = push(stream);
    await pusher.exited;
    expect(pusher.stderr).toContain('unsupported_codec');
    expect(room().tracks.publications).toEqual([]);
  });

  it('what is no RTMP, at once', async () => {
    const socket = connect(running.app.ports.rtmp ?? 0, '127.0.0.1');
    closing.push({ close: () => socket.destroy() });
    let isClosed = false;
    socket.on('close', () => {
      isClosed = true;
    });
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\n\r\n');
    socket.resume();
    await waitFor('the end', () => isClosed);
  });
});
