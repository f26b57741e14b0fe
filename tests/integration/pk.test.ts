import type { PkScores } from '@lianmai/shared';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { guestGrants } from '../../server/src/auth/guests.ts';
import { jsonOf } from '../support/jsonOf.ts';
import { guestToken } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';
import { AudienceMember, arrives, type ClipAnchor, openClipAnchor, tracksOf } from './pkFixture.ts';

// Rule numbers are those of docs/protocol.md.

let running: RunningApp;
let red: ClipAnchor;
let blue: ClipAnchor;
const audience: AudienceMember[] = [];

beforeAll(async () => {
  running = await startApp({ MEDIA_WORKERS: '2' });
});

beforeEach(async () => {
  await waitFor('both workers', () => running.app.engine.stats().workers.length === 2);
  red = await openClipAnchor(running, 'Red');
  blue = await openClipAnchor(running, 'Blue');
});

afterEach(async () => {
  for (const member of audience.splice(0)) await member.leave();
  for (const anchor of [red, blue]) anchor?.close();
  // Whatever a test did, its rooms leave nothing in the workers.
  await waitFor('empty workers', () => Object.values(census()).every((count) => count === 0));
});

afterAll(() => running?.close());

const census = () => running.app.engine.stats().total;

async function member(anchor: ClipAnchor): Promise<AudienceMember> {
  const joined = await AudienceMember.join(running.baseUrl, anchor.room.id);
  audience.push(joined);
  return joined;
}

async function startPk(durationMs = 600_000): Promise<string> {
  const { pkId } = await red.client.request('invitePk', { roomId: blue.room.id, durationMs });
  await blue.client.request('acceptPk', { pkId });
  return pkId;
}

describe('[P1] an invitation', () => {
  it('is shown to both anchors and answered', async () => {
    const watcher = await member(blue);
    const { pkId } = await red.client.request('invitePk', { roomId: blue.room.id });
    for (const anchor of [red, blue]) {
      const { backstage } = await anchor.client.notice('backstageChanged');
      expect(backstage.pkInvitations).toMatchObject([
        { pkId, from: { roomId: red.room.id, title: 'Red’s show' }, to: { roomId: blue.room.id } },
      ]);
    }
    await blue.client.request('declinePk', { pkId });
    expect(await red.client.notice('pkAnswered')).toEqual({ pkId, answer: 'declined' });
    await expect(blue.client.request('acceptPk', { pkId })).rejects.toMatchObject({ code: 'pk_not_found' });
    expect(watcher.client.pushes.filter((frame) => frame.type === 'notice')).toEqual([]);
  });

  it('is for anchors of live rooms', async () => {
    const watcher = await member(blue);
    const { pkId } = await red.client.request('invitePk', { roomId: blue.room.id });
    await expect(watcher.client.request('acceptPk', { pkId })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(watcher.client.request('endPk', {})).rejects.toMatchObject({ code: 'forbidden' });
    await expect(red.client.request('invitePk', { roomId: red.room.id })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    await expect(red.client.request('invitePk', { roomId: 'nowhere' })).rejects.toMatchObject({
      code: 'room_not_found',
    });
    await red.client.request('cancelPk', { pkId });
    await blue.client.request('endShow', {});
    await expect(red.client.request('invitePk', { roomId: blue.room.id })).rejects.toMatchObject({
      code: 'room_not_live',
    });
  });
});

describe('a PK between rooms on different workers', () => {
  it('[P4] shows both anchors to both audiences, and leaves no pipe behind', async () => {
    expect(running.app.engine.stats().workers.map(({ producers }) => producers)).toEqual([2, 2]);
    const places = [red, red, blue, blue].map((host) => ({ host, rival: host === red ? blue : red }));
    const seats = await Promise.all(
      places.map(async (place) => ({ ...place, member: await member(place.host) })),
    );
    for (const { member, host } of seats) {
      await arrives('their own anchor', await member.watch(tracksOf(host.room, host.room)));
    }
    const before = { ...census() };

    const pkId = await startPk();
    for (const { member, host, rival } of seats) {
      const { data } = await member.client.event('pkStarted');
      expect(data.pk.sides.map(({ roomId }) => roomId)).toEqual([red.room.id, blue.room.id]);
      await waitFor('the rival’s tracks', () => member.tracksFrom(rival.room) === 2);
      await arrives('the rival', await member.watch(tracksOf(rival.room, host.room)));
    }
    expect(census()).toMatchObject({ consumers: before.consumers + 8, producers: before.producers });
    // Each track at most once for each router of the other room.
    expect(census().pipes - before.pipes).toBeLessThanOrEqual(2 * 2 * 2);

    await red.client.request('endPk', {});
    await blue.client.request('endPk', {});
    for (const { member } of seats) {
      expect((await member.client.event('pkEnded')).data).toEqual({ pkId, reason: 'early' });
    }
    await waitFor('the pipes to close', () => census().pipes === before.pipes);
    const received = (index: 0 | 1) =>
      seats.map(({ member }) => member.viewers[index]?.figures.audio.packets ?? 0);
    const [own, foreign] = [received(0), received(1)];
    await waitFor('more of their own anchor', () =>
      received(0).every((count, i) => count > (own[i] ?? 0) + 25),
    );
    expect(received(1)).toEqual(foreign);

    for (const { member, rival } of seats) {
      await expect(member.watch(tracksOf(rival.room, rival.room))).rejects.toMatchObject({
        code: 'not_found',
      });
      await member.keepFirstTransport();
    }
    const isAsBefore = () => JSON.stringify(census()) === JSON.stringify(before);
    await waitFor('the census to be as before', isAsBefore).catch(() => expect(census()).toEqual(before));
  });

  it('[P5] gets the rival back by itself when the worker under it dies', async () => {
    const watcher = await member(blue);
    await startPk();
    await waitFor('the rival’s tracks', () => watcher.tracksFrom(red.room) === 2);
    const [home] = running.app.engine.stats().workers;
    if (!home) throw new Error('no worker');
    process.kill(home.pid, 'SIGKILL');
    await waitFor('the worker to be gone', () =>
      running.app.engine.stats().workers.every(({ pid }) => pid !== home.pid),
    );
    await red.publishAgain();
    await waitFor('the new tracks', () => watcher.tracksFrom(red.room) === 4);
    await arrives('the rival', await watcher.watch(tracksOf(red.room, blue.room)));
  });

  it('[P6] ends with either show, in both rooms', async () => {
    const watcher = await member(blue);
    const pkId = await startPk();
    await arrives('the rival', await watcher.watch(tracksOf(red.room, blue.room)));
    await red.client.request('endShow', {});
    expect((await watcher.client.event('pkEnded')).data).toEqual({ pkId, reason: 'show_ended' });
    expect((await red.client.event('pkEnded')).data).toEqual({ pkId, reason: 'show_ended' });
    expect(tracksOf(red.room, blue.room)).toEqual([]);
    await waitFor('the pipes to close', () => census().pipeTransports <= 2);
    expect(blue.room.snapshot()).toMatchObject({ pk: null, room: { status: 'live' } });
  });
});

describe('[P7] the score', () => {
  const give = async (roomId: string, points: unknown, token: string) =>
    fetch(`${running.baseUrl}/api/rooms/${roomId}/pk/score`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ points }),
    });

  const operator = async () => {
    const grants = { ...guestGrants, role: 'operator' as const };
    const nowMs = Date.now();
    const options = { userId: 'op', name: 'Operator', grants, ttlMs: 60_000, nowMs };
    return (await running.app.tokens.issue(options)).token;
  };

  it('is given by operators, told to both rooms, and decides', async () => {
    const token = await operator();
    expect((await give(red.room.id, 5, token)).status).toBe(404);
    const pkId = await startPk();
    const answer = await give(blue.room.id, 42, token);
    expect(answer.status).toBe(200);
    const scores = [
      { roomId: red.room.id, score: 0 },
      { roomId: blue.room.id, score: 42 },
    ];
    expect(await jsonOf<PkScores>(answer)).toEqual({ pkId, scores });
    expect((await red.client.event('pkScored')).data).toEqual({ pkId, scores });

    expect((await give(blue.room.id, -1, token)).status).toBe(400);
    expect((await give('nowhere', 1, token)).status).toBe(404);
    const { token: guest } = await guestToken(running.baseUrl);
    expect((await give(blue.room.id, 1, guest)).status).toBe(403);

    await red.client.request('endPk', {});
    const { pk } = (await blue.client.event('pkDecided')).data;
    expect(pk).toMatchObject({ phase: 'result', winnerRoomId: blue.room.id });
    expect((await give(red.room.id, 100, token)).status).toBe(409);
    const late = await member(red);
    expect(late.snapshot.pk).toEqual(pk);
  });
});
