import type { ReplyFrame } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { dispatcherOf } from '../testing/dispatcherOf.ts';
import { FakeClientLink } from '../testing/FakeClientLink.ts';
import { identity } from '../testing/roomFixture.ts';
import { liveRoom, withGuest } from '../testing/stageFixture.ts';
import { SignalingConnection } from './SignalingConnection.ts';

function dispatching() {
  const live = liveRoom();
  const dispatcher = dispatcherOf(live);
  const connect = (userId: string) => {
    const link = new FakeClientLink();
    const connection = new SignalingConnection({ identity: identity(userId), language: 'en', link });
    /** Pushes that went out before the reply, and the reply. */
    const send = async (frame: object) => {
      let reply: ReplyFrame | null = null;
      let pushedBefore = -1;
      const before = link.frames.length;
      await dispatcher.serve(connection, frame, (answer) => {
        reply = answer;
        pushedBefore = link.frames.length - before;
      });
      const answer = reply as ReplyFrame | null;
      const data = answer?.ok ? answer.data : null;
      return {
        code: answer?.ok ? 'ok' : answer?.error.code,
        pushedBefore,
        sessionId: data && 'sessionId' in data ? data.sessionId : null,
      };
    };
    return { link, connection, send };
  };
  return { ...live, connect };
}

describe('a second join over one connection', () => {
  it('is answered before anything is pushed', async () => {
    const { room, connect, join } = dispatching();
    room.stage.configure({ admission: 'open' });
    const bob = connect('bob');
    await bob.send({ type: 'join', roomId: 'r1' });
    await bob.send({ type: 'applyForSeat' });
    // Another tab replaces this one and sits on its seat, so that joining again changes the seat.
    join('bob');
    const again = await bob.send({ type: 'join', roomId: 'r1' });
    expect(again).toMatchObject({ code: 'ok', pushedBefore: 0 });
    room.stage.configure({ seatCount: 5 });
    expect(bob.link.eventTypes().at(-1)).toBe('seatsChanged');
  });

  it('is another Session, also under an id that was used before', async () => {
    const { connect } = dispatching();
    const bob = connect('bob');
    const first = await bob.send({ type: 'join', id: '1', roomId: 'r1' });
    await bob.send({ type: 'leave', id: '2' });
    const second = await bob.send({ type: 'join', id: '1', roomId: 'r1' });
    expect(second.code).toBe('ok');
    expect(second.sessionId).not.toBe(first.sessionId);
    expect(await bob.send({ type: 'reportPlayback', id: '3', protocol: 'webrtc' })).toMatchObject({
      code: 'ok',
    });
  });
});

describe('how fast one user may do what everybody is told of', () => {
  const toggles = (producerId: string) => [
    { type: 'pauseTrack', producerId },
    { type: 'resumeTrack', producerId },
  ];

  it('keeps a guest from flooding the Room log, whatever they do', async () => {
    const { room, connect, clock } = dispatching();
    room.stage.configure({ admission: 'open', usesGreenRoom: false });
    const bob = connect('bob');
    await bob.send({ type: 'join', roomId: 'r1' });
    const before = room.log.lastSeq;
    const codes = new Set<string | undefined>();
    for (let i = 0; i < 50; i++) {
      codes.add((await bob.send({ type: 'applyForSeat' })).code);
      codes.add((await bob.send({ type: 'leaveSeat' })).code);
    }
    expect([...codes]).toContain('too_many_requests');
    expect(room.log.lastSeq - before).toBeLessThanOrEqual(21);
    clock.advance(10_000);
    expect(await bob.send({ type: 'withdrawApplication' })).toMatchObject({ code: 'application_closed' });
  });

  it('counts tracks that are switched on and off, over all connections of the user', async () => {
    const live = dispatching();
    const { microphone, session } = await withGuest(live);
    const { room, connect } = live;
    const connection = connect('bob');
    connection.connection.bind(room, session);
    const before = room.log.lastSeq;
    for (let i = 0; i < 40; i++) for (const frame of toggles(microphone)) await connection.send(frame);
    expect(room.log.lastSeq - before).toBeLessThanOrEqual(20);
    expect(await connect('bob').send({ type: 'join', roomId: 'r1' })).toMatchObject({
      code: 'too_many_requests',
    });
    // Whoever only watches comes and goes as they like.
    for (let i = 0; i < 30; i++) {
      expect(await connect('eve').send({ type: 'join', roomId: 'r1' })).toMatchObject({ code: 'ok' });
    }
  });
});
