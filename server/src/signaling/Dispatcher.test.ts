import type { ReplyFrame } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { dispatcherOf } from '../testing/dispatcherOf.ts';
import { FakeClientLink } from '../testing/FakeClientLink.ts';
import { identity, opusParameters, roomFixture } from '../testing/roomFixture.ts';
import { SignalingConnection } from './SignalingConnection.ts';

function fixture() {
  const base = roomFixture();
  const dispatcher = dispatcherOf(base);
  const connect = (userId: string, grants = {}) => {
    const link = new FakeClientLink();
    const connection = new SignalingConnection({ identity: identity(userId, grants), language: 'en', link });
    const send = (frame: unknown) => dispatcher.dispatch(connection, frame);
    return { link, connection, send };
  };
  return { ...base, dispatcher, connect };
}

function dataOf(reply: ReplyFrame): object {
  if (!reply.ok) throw new Error(`refused: ${reply.error.code}`);
  return reply.data ?? {};
}

function codeOf(reply: ReplyFrame): string {
  return reply.ok ? 'ok' : reply.error.code;
}

describe('Dispatcher', () => {
  it('joins, and answers with a snapshot', async () => {
    const { connect } = fixture();
    const { send } = connect('bob');
    expect(await send({ type: 'join', id: '1', roomId: 'r1' })).toMatchObject({
      type: 'reply',
      id: '1',
      ok: true,
      data: { isResumed: false, role: 'viewer', snapshot: { room: { id: 'r1' } } },
    });
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'invalid_request'],
    ['a string', 'join', 'invalid_request'],
    ['an array', [], 'invalid_request'],
    ['no type', { id: '1' }, 'invalid_request'],
    ['an unknown type', { type: 'hack', id: '1' }, 'unknown_request'],
    ['a type of the prototype', { type: 'constructor' }, 'unknown_request'],
    ['an extra field', { type: 'join', roomId: 'r1', admin: true }, 'invalid_request'],
    ['an id that is no room id', { type: 'join', roomId: '../r1' }, 'invalid_request'],
    ['a room that is not there', { type: 'join', roomId: 'nope' }, 'room_not_found'],
    ['an older protocol', { type: 'join', roomId: 'r1', protocolVersion: 99 }, 'unsupported_version'],
    ['a request before joining', { type: 'createTransport', direction: 'recv' }, 'not_joined'],
    ['a huge id', { type: 'join', id: 'x'.repeat(1000), roomId: 'r1' }, 'invalid_request'],
  ])('refuses %s', async (_name, frame, code) => {
    const { connect } = fixture();
    expect(codeOf(await connect('bob').send(frame))).toBe(code);
  });

  it('answers a ping on every connection, before joining and after it', async () => {
    const { connect, clock } = fixture();
    const { send } = connect('bob');
    expect(dataOf(await send({ type: 'ping' }))).toEqual({ at: clock.nowMs() });
    await send({ type: 'join', roomId: 'r1' });
    clock.advance(10_000);
    expect(await send({ type: 'ping', id: 'p1' })).toEqual({
      type: 'reply',
      id: 'p1',
      ok: true,
      data: { at: clock.nowMs() },
    });
    expect(codeOf(await send({ type: 'ping', at: 1 }))).toBe('invalid_request');
  });

  it('drops __proto__ keys: nothing is polluted', async () => {
    const { connect } = fixture();
    const frame = JSON.parse('{"type":"join","roomId":"r1","__proto__":{"polluted":true}}');
    expect(codeOf(await connect('bob').send(frame))).toBe('ok');
    expect('polluted' in {}).toBe(false);
  });

  it('serves a repeated request once', async () => {
    const { connect, room, media } = fixture();
    const { send } = connect('bob');
    await send({ type: 'join', id: 'j', roomId: 'r1' });
    const frame = { type: 'createTransport', id: 't', direction: 'recv' };
    const [first, second] = await Promise.all([send(frame), send(frame)]);
    expect(first).toEqual(second);
    expect(room.sessions).toHaveLength(1);
    expect([...(media.rooms.get('r1')?.peers ?? [])]).toHaveLength(1);
  });

  it('finds the first reply again over the next connection of the same session', async () => {
    const { connect } = fixture();
    const first = connect('bob');
    const joined = dataOf(await first.send({ type: 'join', id: 'j', roomId: 'r1' }));
    const before = await first.send({ type: 'createTransport', id: 't', direction: 'recv' });
    first.connection.closed();
    const second = connect('bob');
    const { sessionId, resumeKey } = joined as { sessionId: string; resumeKey: string };
    await second.send({ type: 'join', id: 'k', roomId: 'r1', resume: { sessionId, resumeKey, lastSeq: 0 } });
    expect(await second.send({ type: 'createTransport', id: 't', direction: 'recv' })).toEqual(before);
  });

  it('checks permissions for each action', async () => {
    const { connect } = fixture();
    const viewer = connect('bob');
    await viewer.send({ type: 'join', roomId: 'r1' });
    expect(codeOf(await viewer.send({ type: 'createTransport', direction: 'send' }))).toBe('not_on_stage');
    expect(codeOf(await viewer.send({ type: 'startShow' }))).toBe('forbidden');
    expect(codeOf(await viewer.send({ type: 'endShow' }))).toBe('forbidden');
    const deaf = connect('deaf', { subscribe: false });
    await deaf.send({ type: 'join', roomId: 'r1' });
    expect(codeOf(await deaf.send({ type: 'createTransport', direction: 'recv' }))).toBe('forbidden');
  });

  it('does not serve a token of another room', async () => {
    const { connect } = fixture();
    expect(codeOf(await connect('bob', { room: 'r2' }).send({ type: 'join', roomId: 'r1' }))).toBe(
      'forbidden',
    );
  });

  it('finds no foreign transports, producers or consumers', async () => {
    const { connect } = fixture();
    const anna = connect('anna');
    await anna.send({ type: 'join', roomId: 'r1', as: 'publisher' });
    await anna.send({ type: 'startShow' });
    const { id: transportId } = dataOf(await anna.send({ type: 'createTransport', direction: 'send' })) as {
      id: string;
    };
    const publish = {
      type: 'publish',
      transportId,
      kind: 'audio',
      source: 'microphone',
      rtpParameters: opusParameters,
    };
    const { producerId } = dataOf(await anna.send(publish)) as { producerId: string };
    const bob = connect('bob');
    await bob.send({ type: 'join', roomId: 'r1' });
    expect(codeOf(await bob.send({ type: 'restartIce', transportId }))).toBe('not_found');
    expect(codeOf(await bob.send({ type: 'unpublish', producerId }))).toBe('not_found');
    expect(codeOf(await bob.send({ type: 'resumeConsumer', consumerId: 'guess' }))).toBe('not_found');
  });

  it('slows a flood down without dropping the client', async () => {
    const { connect, clock } = fixture();
    const { send } = connect('bob');
    await send({ type: 'join', roomId: 'r1' });
    const replies = await Promise.all(
      Array.from({ length: 200 }, () => send({ type: 'requestKeyFrame', consumerId: 'x' })),
    );
    expect(new Set(replies.map(codeOf))).toEqual(new Set(['not_found', 'too_many_requests']));
    clock.advance(5000);
    expect(codeOf(await send({ type: 'requestKeyFrame', consumerId: 'x' }))).toBe('not_found');
  });

  it('cuts a client that floods on and on, whatever it sends', async () => {
    const { connect } = fixture();
    const { send, link } = connect('bob');
    for (let i = 0; i < 1000; i++) await send({ type: 'no such thing', id: 'always the same' });
    expect(link.isClosed).toBe(true);
  });

  it('serves no expired token, and lets its holder come again', async () => {
    const { connect, clock } = fixture();
    const { send, link, connection } = connect('bob');
    await send({ type: 'join', roomId: 'r1' });
    clock.advance(connection.identity.expiresAtMs - clock.nowMs());
    expect(codeOf(await send({ type: 'createTransport', direction: 'recv' }))).toBe('token_expired');
    clock.advance(1);
    expect(link.isClosed).toBe(true);
  });

  it('sends the snapshot first, and nothing that it holds already', async () => {
    const { connect, dispatcher, room } = fixture();
    const { connection, link } = connect('bob');
    const order: string[] = [];
    const joining = dispatcher.serve(connection, { type: 'join', roomId: 'r1' }, () => {
      order.push(...link.eventTypes(), 'reply');
      room.update({ title: 'new' });
    });
    await joining;
    expect([...order, ...link.eventTypes()]).toEqual(['reply', 'roomUpdated']);
  });

  it('ends the session on leave and asks to join again', async () => {
    const { connect, room } = fixture();
    const { send } = connect('bob');
    await send({ type: 'join', roomId: 'r1' });
    expect(codeOf(await send({ type: 'leave' }))).toBe('ok');
    expect(room.sessions).toHaveLength(0);
    expect(codeOf(await send({ type: 'endShow' }))).toBe('not_joined');
  });
});
