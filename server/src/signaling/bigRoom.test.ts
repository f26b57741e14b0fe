import type { ReplyMap } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { dispatcherOf } from '../testing/dispatcherOf.ts';
import { FakeClientLink } from '../testing/FakeClientLink.ts';
import { RoomMirror } from '../testing/RoomMirror.ts';
import { identity, roomFixture } from '../testing/roomFixture.ts';
import { SignalingConnection } from './SignalingConnection.ts';

/** A room of a thousand, where what is told waits for up to 40 ms. */
function bigRoom() {
  const base = roomFixture();
  for (let i = 0; i < 1000; i += 1) base.join(`v${i}`);
  base.clock.advance(3000);
  const dispatcher = dispatcherOf(base);
  const mirror = new RoomMirror();
  const join = async (resume?: { sessionId: string; resumeKey: string; lastSeq: number }) => {
    const link = new FakeClientLink();
    link.send = (frame) => mirror.push(frame);
    const connection = new SignalingConnection({ identity: identity('bob'), language: 'en', link });
    mirror.hold();
    let joined: ReplyMap['join'] | null = null;
    await dispatcher.serve(connection, { type: 'join', roomId: 'r1', ...(resume && { resume }) }, (reply) => {
      if (!reply.ok) throw new Error(reply.error.code);
      joined = reply.data as ReplyMap['join'];
      mirror.join(joined);
    });
    return { connection, reply: joined as unknown as ReplyMap['join'] };
  };
  let count = 0;
  const say = () => base.room.update({ title: String(++count) });
  return { ...base, mirror, join, say };
}

describe('joining and resuming in a big room', () => {
  it('gives who joins within a window nothing that the snapshot holds, and misses nothing', async () => {
    const { room, mirror, join, say, clock } = bigRoom();
    say();
    say();
    await join();
    say();
    clock.advance(100);
    expect(mirror.faults).toEqual([]);
    expect(mirror.seq).toBe(room.log.lastSeq);
  });

  it('gives who resumes within a window each entry once', async () => {
    const { room, mirror, join, say, clock } = bigRoom();
    const { connection, reply } = await join();
    clock.advance(100);
    for (let round = 0; round < 5; round += 1) say();
    connection.closed();
    for (let round = 0; round < 5; round += 1) say();
    clock.advance(10);
    const { sessionId, resumeKey } = reply;
    await join({ sessionId, resumeKey, lastSeq: mirror.seq });
    say();
    clock.advance(100);
    expect(mirror.faults).toEqual([]);
    expect(mirror.seq).toBe(room.log.lastSeq);
  });
});
