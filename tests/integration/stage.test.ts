import type { RequestInput, stageRequestSchemas } from '@lianmai/shared';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';
import { openStageRoom, publish, subscribe } from './stageClients.ts';

// Rule numbers are those of docs/protocol.md.

let running: RunningApp;
let stage: Awaited<ReturnType<typeof openStageRoom>>;

beforeAll(async () => {
  running = await startApp({ SESSION_GRACE_SECONDS: '2', ANCHOR_GRACE_SECONDS: '5' });
});
afterAll(() => running.close());
beforeEach(async () => {
  stage = await openStageRoom(running);
});
afterEach(async () => {
  stage.close();
  await waitFor('the media baseline', () => {
    const { total } = running.app.engine.stats();
    return total.transports + total.producers + total.consumers + total.routers === 0;
  });
});

const code = (wanted: string) => expect.objectContaining({ code: wanted });

describe('coming on stage', () => {
  it('[ST4] [ST9] goes from an application over the green room on air', async () => {
    const { anchor, room } = stage;
    const [bob, eve] = [await stage.viewer('Bob'), await stage.viewer('Eve')];
    expect(await bob.client.request('applyForSeat', { message: ' hi\u202e ' })).toMatchObject({
      outcome: 'queued',
    });
    const { backstage } = await anchor.client.notice('backstageChanged');
    const [application] = backstage.applications;
    expect(application).toMatchObject({ user: { id: bob.userId }, message: 'hi', withVideo: true });
    const { seat } = await anchor.client.request('acceptApplication', {
      applicationId: application?.applicationId ?? '',
    });
    expect(await bob.client.notice('applicationAnswered')).toMatchObject({ answer: 'accepted' });
    const { producerId } = await publish(bob.client, 'camera');
    await waitFor(
      'the preview',
      () => anchor.client.notices('backstageChanged').at(-1)?.backstage.previews[0],
    );
    await expect(subscribe(eve, producerId)).rejects.toThrow(code('not_found'));
    await subscribe(anchor, producerId);
    await anchor.client.request('takeOnAir', { seat });
    expect(await eve.client.event('trackPublished')).toMatchObject({
      data: { publication: { producerId, seat, roomId: stage.roomId } },
    });
    await subscribe(eve, producerId);
    expect(room.snapshot().publications).toHaveLength(1);
    expect(eve.client.notices('backstageChanged')).toEqual([]);
  });

  it('[ST5] keeps a seat for who is invited, and frees it when they decline', async () => {
    const { anchor } = stage;
    const [bob, eve] = [await stage.viewer('Bob'), await stage.viewer('Eve')];
    const { viewers } = await anchor.client.request('listViewers', {});
    expect(viewers.map(({ id }) => id)).toEqual([eve.userId, bob.userId]);
    const first = await anchor.client.request('inviteToSeat', { userId: bob.userId, seat: 4 });
    expect((await bob.client.notice('backstageChanged')).backstage.invitations).toMatchObject([first]);
    await expect(eve.client.request('acceptInvitation', first)).rejects.toThrow(code('invalid_request'));
    const { invitationId } = first;
    await expect(eve.client.request('acceptInvitation', { invitationId })).rejects.toThrow(
      code('invitation_closed'),
    );
    await bob.client.request('declineInvitation', { invitationId });
    await expect(bob.client.request('acceptInvitation', { invitationId })).rejects.toThrow(
      code('invitation_closed'),
    );
    const second = await anchor.client.request('inviteToSeat', { userId: bob.userId });
    expect(await bob.client.request('acceptInvitation', { invitationId: second.invitationId })).toEqual({
      seat: 1,
    });
  });

  it('[ST4] gives one seat to one of many who want it at once', async () => {
    await stage.anchor.client.request('changeStage', { seatCount: 2, admission: 'open' });
    const people = await Promise.all(Array.from({ length: 6 }, (_, i) => stage.viewer(`V${i}`)));
    const answers = await Promise.allSettled(
      people.map(({ client }) => client.request('applyForSeat', { seat: 1 })),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const answer of answers) {
      if (answer.status === 'rejected') expect(answer.reason).toEqual(code('seat_taken'));
    }
    expect(stage.room.stage.guests).toHaveLength(1);
  });
});

describe('rights', () => {
  type StageRequest = keyof typeof stageRequestSchemas;
  const hostRequests: { [T in StageRequest]?: RequestInput<T> } = {
    acceptApplication: { applicationId: 'x' },
    refuseApplication: { applicationId: 'x' },
    inviteToSeat: { userId: 'x' },
    cancelInvitation: { invitationId: 'x' },
    takeOnAir: { seat: 1 },
    cutFromAir: { seat: 1 },
    takeOffSeat: { seat: 1 },
    moveSeat: { from: 1, to: 2 },
    lockSeat: { seat: 1 },
    unlockSeat: { seat: 1 },
    setSeatVideo: { seat: 1, allowsVideo: false },
    muteSeat: { seat: 1, source: 'camera' },
    unmuteSeat: { seat: 1, source: 'camera' },
    changeStage: { seatCount: 3 },
    listViewers: {},
  };

  it('[ST2] are the hosts’ for what hosts do, not a guest’s', async () => {
    const bob = await stage.guest();
    for (const [type, fields] of Object.entries(hostRequests)) {
      expect(await bob.client.send({ type, ...fields }), type).toMatchObject({
        ok: false,
        error: { code: 'forbidden' },
      });
    }
  });

  it('[F8] name the seat that cannot be one', async () => {
    for (const seat of [0, 9, -1, 1.5, '1', null]) {
      const reply = await stage.anchor.client.send({ type: 'takeOffSeat', seat });
      if (reply.ok) throw new Error(`seat ${seat} was accepted`);
      expect([reply.error.code, reply.error.fields?.[0]?.path]).toEqual(['invalid_request', 'seat']);
    }
  });

  it('[ST10] to publish come and go with the seat', async () => {
    const bob = await stage.viewer();
    await expect(publish(bob.client, 'microphone')).rejects.toThrow(code('not_on_stage'));
    await stage.anchor.client.request('changeStage', { admission: 'open' });
    await bob.client.request('applyForSeat', { seat: 2 });
    await publish(bob.client, 'microphone');
    await stage.anchor.client.request('setSeatVideo', { seat: 2, allowsVideo: false });
    await expect(publish(bob.client, 'camera')).rejects.toThrow(code('forbidden'));
    await bob.client.request('leaveSeat', {});
    expect(await bob.client.notice('producerClosed')).toMatchObject({ reason: 'off_stage' });
    await expect(publish(bob.client, 'microphone')).rejects.toThrow(code('not_on_stage'));
  });
});

describe('somebody who was taken off the stage', () => {
  it('[ST10] reaches nobody, whatever they replay', async () => {
    const { anchor } = stage;
    const [bob, eve] = [await stage.guest('Bob'), await stage.viewer('Eve')];
    await anchor.client.request('takeOnAir', { seat: bob.seat });
    const { transportId, producerId } = await publish(bob.client, 'camera');
    await subscribe(eve, producerId);
    const { kind, rtpParameters } = {
      kind: 'audio',
      rtpParameters: {
        codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48000, channels: 2 }],
        encodings: [{ ssrc: 999 }],
      },
    } as const;
    const speak = { type: 'publish', id: 'speak', transportId, kind, source: 'microphone', rtpParameters };
    expect(await bob.client.send(speak)).toMatchObject({ ok: true });
    await anchor.client.request('takeOffSeat', { seat: bob.seat });
    await eve.client.notice('consumerClosed');
    // The reply to the old id comes again from memory, and nothing is carried out.
    expect(await bob.client.send(speak)).toMatchObject({ ok: true });
    for (const frame of [
      { ...speak, id: 'again' },
      { ...speak, id: 'again 2', source: 'screenAudio' },
      { type: 'createTransport', direction: 'send' },
      { type: 'resumeTrack', producerId },
      { type: 'takeOnAir', seat: bob.seat },
    ]) {
      expect(await bob.client.send(frame), frame.type).toMatchObject({ ok: false });
    }
    expect(stage.room.snapshot().publications).toEqual([]);
    expect(stage.room.tracks.previews).toEqual([]);
    expect(running.app.engine.stats().total.producers).toBe(0);
    await expect(subscribe(eve, producerId)).rejects.toThrow(code('not_found'));
  });
});

describe('hosts', () => {
  it('[ST11] mute for good: who listens is told, and the guest cannot undo it', async () => {
    const { anchor } = stage;
    const [bob, eve] = [await stage.guest('Bob'), await stage.viewer('Eve')];
    const { seat } = bob;
    await anchor.client.request('takeOnAir', { seat });
    const { producerId } = await publish(bob.client, 'microphone');
    const { id: consumerId } = await subscribe(eve, producerId);
    await eve.client.request('resumeConsumer', { consumerId });
    await anchor.client.request('muteSeat', { seat, source: 'microphone' });
    expect(await eve.client.notice('consumerPaused')).toEqual({ consumerId });
    await expect(bob.client.request('resumeTrack', { producerId })).rejects.toThrow(code('muted_by_host'));
    await bob.client.request('askToUnmute', { source: 'microphone' });
    expect(await anchor.client.notice('unmuteAsked')).toEqual({ seat, source: 'microphone' });
    await anchor.client.request('unmuteSeat', { seat, source: 'microphone' });
    expect(await eve.client.notice('consumerResumed')).toEqual({ consumerId });
  });

  it('[ST12] cut: nobody sees or hears the guest, who is in the green room again', async () => {
    const { anchor } = stage;
    const [bob, eve] = [await stage.guest('Bob'), await stage.viewer('Eve')];
    const { seat } = bob;
    await anchor.client.request('takeOnAir', { seat });
    const { producerId } = await publish(bob.client, 'camera');
    const { id: consumerId } = await subscribe(eve, producerId);
    await anchor.client.request('cutFromAir', { seat });
    expect(await eve.client.notice('consumerClosed')).toEqual({ consumerId, producerId });
    expect(await bob.client.notice('producerClosed')).toEqual({ producerId, reason: 'cut' });
    const again = await publish(bob.client, 'camera');
    await expect(subscribe(eve, again.producerId)).rejects.toThrow(code('not_found'));
    await subscribe(anchor, again.producerId);
  });

  it('[ST7] move and swap guests with their tracks', async () => {
    const { anchor } = stage;
    await anchor.client.request('changeStage', { usesGreenRoom: false });
    const [bob, eve] = [await stage.guest('Bob'), await stage.guest('Eve')];
    const { producerId } = await publish(bob.client, 'camera');
    await anchor.client.request('moveSeat', { from: bob.seat, to: eve.seat });
    expect(stage.room.tracks.publication(producerId).seat).toBe(eve.seat);
    const seats = stage.room
      .snapshot()
      .stage.seats.flatMap((seat) =>
        seat.state === 'taken' && seat.seat > 0 ? [seat.occupant.user.name] : [],
      );
    expect(seats).toEqual(['Eve', 'Bob']);
  });
});

describe('a guest’s connection', () => {
  it('[ST13] may break for a while: seat and tracks stay, and everybody sees it', async () => {
    const bob = await stage.guest('Bob');
    await stage.anchor.client.request('takeOnAir', { seat: bob.seat });
    await publish(bob.client, 'camera');
    bob.client.cut();
    const changes = () =>
      stage.anchor.client.events.flatMap((event) =>
        event.type === 'seatsChanged' ? [event.data.change] : [],
      );
    await waitFor('the loss', () => changes().includes('connection_lost'));
    const { sessionId, resumeKey } = bob.joined;
    const again = await stage.enter(bob, { resume: { sessionId, resumeKey, lastSeq: 0 } });
    expect(again.joined).toMatchObject({ isResumed: true, role: 'coHost', may: { publish: true } });
    expect(again.joined.snapshot.publications).toHaveLength(1);
    await waitFor('the return', () => changes().includes('reconnected'));
    again.client.cut();
    await waitFor('the end of the grace period', () => changes().includes('grace_over'));
    expect(stage.room.snapshot().publications).toEqual([]);
  });

  it('[ST14] goes on in a newer tab on the same seat', async () => {
    const bob = await stage.guest('Bob');
    await publish(bob.client, 'camera');
    const again = await stage.enter(bob);
    await bob.client.notice('sessionReplaced');
    expect(again.joined).toMatchObject({ isResumed: false, role: 'coHost', may: { publish: true } });
    expect(stage.room.stage.guestOf(again.joined.sessionId)?.seat).toBe(bob.seat);
    expect(stage.room.tracks.previews).toEqual([]);
    await publish(again.client, 'camera');
  });
});
