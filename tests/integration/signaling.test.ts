import type { RequestInput } from '@lianmai/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';

// Rule numbers are those of docs/protocol.md.

let running: RunningApp;
const open: RawClient[] = [];

beforeAll(async () => {
  running = await startApp({ SESSION_GRACE_SECONDS: '3', ANCHOR_GRACE_SECONDS: '3', DRAIN_SECONDS: '1' });
});
afterAll(async () => {
  for (const client of open) client.close();
  await running.close();
});

async function connect(token: string): Promise<RawClient> {
  const client = await RawClient.connect(running.baseUrl, token);
  open.push(client);
  return client;
}

async function liveRoom() {
  const { token } = await guestToken(running.baseUrl, 'Anna');
  const roomId = await createRoom(running.baseUrl, token);
  const anchor = await connect(token);
  await anchor.request('join', { roomId, as: 'publisher' });
  await anchor.request('startShow', {});
  return { roomId, anchor, token };
}

async function joined(roomId: string, token?: string) {
  const identity = token ? { token } : await guestToken(running.baseUrl, 'Bob');
  const client = await connect(identity.token);
  const reply = await client.request('join', { roomId });
  return { client, reply, token: identity.token };
}

const sound: Omit<RequestInput<'publish'>, 'transportId'> = {
  kind: 'audio',
  source: 'microphone',
  rtpParameters: {
    codecs: [
      {
        mimeType: 'audio/opus',
        payloadType: 111,
        clockRate: 48000,
        channels: 2,
        parameters: {},
        rtcpFeedback: [],
      },
    ],
    encodings: [{ ssrc: 12345 }],
  },
};

async function publishSound(anchor: RawClient): Promise<string> {
  const { id: transportId } = await anchor.request('createTransport', { direction: 'send' });
  return (await anchor.request('publish', { transportId, ...sound })).producerId;
}

describe('carrier', () => {
  it.each([
    ['no token', undefined, 'token_missing'],
    ['an object', { evil: true }, 'token_missing'],
    ['a forged token', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.', 'token_invalid'],
  ])('[C3] refuses %s', async (_name, token, code) => {
    await expect(RawClient.connect(running.baseUrl, token, { lang: 'zh' })).rejects.toMatchObject({
      message: code,
      data: { code },
    });
  });

  it('[C4] closes the connection on a frame that is too large', async () => {
    const { token } = await guestToken(running.baseUrl);
    const client = await connect(token);
    client.send({ type: 'join', roomId: 'x'.repeat(100_000) }).catch(() => undefined);
    await waitFor('the connection to close', () => !client.isConnected);
  });
});

describe('joining and resuming', () => {
  it('[S1] [S2] wants a join first, once, and a publisher to be the anchor', async () => {
    const { roomId } = await liveRoom();
    const { token } = await guestToken(running.baseUrl);
    const client = await connect(token);
    await expect(client.request('endShow', {})).rejects.toMatchObject({ code: 'not_joined' });
    await expect(client.request('join', { roomId, as: 'publisher' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await client.request('join', { roomId });
    await expect(client.request('join', { roomId })).rejects.toMatchObject({ code: 'already_joined' });
  });

  it('[S3] answers with a snapshot of what is on air', async () => {
    const { roomId, anchor } = await liveRoom();
    const producerId = await publishSound(anchor);
    const { reply } = await joined(roomId);
    expect(reply).toMatchObject({
      isResumed: false,
      role: 'viewer',
      may: { publish: false, subscribe: true },
      snapshot: {
        room: { id: roomId, status: 'live' },
        publications: [{ producerId, source: 'microphone', seat: 0 }],
      },
    });
  });

  it('[S4] [S5] [L2] resumes after a cut and misses nothing', async () => {
    const { roomId, anchor } = await liveRoom();
    const { client, reply, token } = await joined(roomId);
    const { id: transportId } = await client.request('createTransport', { direction: 'recv' });
    const lastSeq = Math.max(reply.snapshot.seq, ...client.events.map(({ seq }) => seq));
    client.cut();
    const producerId = await publishSound(anchor);
    await anchor.request('pauseTrack', { producerId });
    const again = await connect(token);
    const { sessionId, resumeKey } = reply;
    const resumed = await again.request('join', { roomId, resume: { sessionId, resumeKey, lastSeq } });
    expect(resumed).toMatchObject({ isResumed: true, sessionId });
    const seqs = resumed.missed?.map(({ seq }) => seq) ?? [];
    expect(seqs).toEqual(seqs.map((_, i) => lastSeq + 1 + i));
    expect(resumed.missed?.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['trackPublished', 'trackPaused']),
    );
    // The transport outlived the connection.
    await again.request('restartIce', { transportId });
  });

  it('[S6] forgets a session after its grace period', async () => {
    const { roomId } = await liveRoom();
    const { client, reply, token } = await joined(roomId);
    client.cut();
    const room = running.app.rooms.get(roomId);
    await waitFor('the session to end', () => !room.sessions.some(({ id }) => id === reply.sessionId));
    const again = await connect(token);
    const { sessionId, resumeKey } = reply;
    await expect(
      again.request('join', { roomId, resume: { sessionId, resumeKey, lastSeq: 0 } }),
    ).rejects.toMatchObject({
      code: 'session_not_found',
    });
  });

  it('[S7] tells the first tab that the second one took over', async () => {
    const { roomId } = await liveRoom();
    const { client, token } = await joined(roomId);
    await joined(roomId, token);
    await client.notice('sessionReplaced');
    await expect(client.request('leave', {})).rejects.toMatchObject({ code: 'not_joined' });
  });
});

describe('the show', () => {
  it('[H2] takes everything off the air before it ends', async () => {
    const { roomId, anchor } = await liveRoom();
    const { client } = await joined(roomId);
    await publishSound(anchor);
    await anchor.request('endShow', {});
    await client.event('showEnded');
    const audience = ['audienceChanged', 'viewersEntered'];
    const types = client.events.map(({ type }) => type).filter((type) => !audience.includes(type));
    expect(types).toEqual(['trackPublished', 'trackUnpublished', 'showEnded']);
    await expect(publishSound(anchor)).rejects.toMatchObject({ code: 'room_not_live' });
  });

  it('[H3] ends a show whose anchor stays away', async () => {
    const { roomId, anchor } = await liveRoom();
    const { client } = await joined(roomId);
    anchor.cut();
    expect(await client.event('anchorLeft')).toMatchObject({ data: { keptForMs: 3000 } });
    expect(await client.event('showEnded')).toMatchObject({ data: { reason: 'anchor_lost' } });
  });
});

describe('media', () => {
  it('[M1] [M7] keeps ids inside their session, and rights with their owner', async () => {
    const { roomId, anchor } = await liveRoom();
    const other = await liveRoom();
    const producerId = await publishSound(anchor);
    const { client, reply } = await joined(roomId);
    await expect(client.request('createTransport', { direction: 'send' })).rejects.toMatchObject({
      code: 'not_on_stage',
    });
    await expect(client.request('unpublish', { producerId })).rejects.toMatchObject({ code: 'not_found' });
    const { rtpCapabilities } = reply;
    const { id: transportId } = await client.request('createTransport', { direction: 'recv' });
    const consumer = await client.request('subscribe', { transportId, producerId, rtpCapabilities });
    expect(consumer).toMatchObject({ producerId, kind: 'audio' });
    const stranger = await joined(other.roomId);
    const theirs = await stranger.client.request('createTransport', { direction: 'recv' });
    await expect(
      stranger.client.request('subscribe', { transportId: theirs.id, producerId, rtpCapabilities }),
    ).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      stranger.client.request('resumeConsumer', { consumerId: consumer.id }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('[M3] replaces a track of the same source', async () => {
    const { roomId, anchor } = await liveRoom();
    const { id: transportId } = await anchor.request('createTransport', { direction: 'send' });
    const first = await anchor.request('publish', { transportId, ...sound });
    const otherSound = { ...sound.rtpParameters, encodings: [{ ssrc: 54321 }] };
    const second = await anchor.request('publish', { transportId, ...sound, rtpParameters: otherSound });
    const onAir = running.app.rooms.get(roomId).tracks.publications.map(({ producerId }) => producerId);
    expect(onAir).toEqual([second.producerId]);
    expect(first.producerId).not.toBe(second.producerId);
  });
});

describe('leaving nothing behind', () => {
  it('[S8] frees everything when everybody leaves', async () => {
    const { roomId, anchor } = await liveRoom();
    const producerId = await publishSound(anchor);
    const { client, reply } = await joined(roomId);
    const { id: transportId } = await client.request('createTransport', { direction: 'recv' });
    await client.request('subscribe', { transportId, producerId, rtpCapabilities: reply.rtpCapabilities });
    for (const each of open) each.close();
    await waitFor('the baseline', () => {
      const { total } = running.app.engine.stats();
      const sessions = running.app.rooms.all.reduce((sum, room) => sum + room.sessions.length, 0);
      return sessions + total.transports + total.producers + total.consumers + total.routers === 0;
    });
  });
});
