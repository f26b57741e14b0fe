import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../tests/support/seededRandom.ts';
import { readAmfValues } from '../../flv/amf0Read.ts';
import { ChunkReader } from './ChunkReader.ts';
import { commandBytes, commandTypes, RtmpProtocolError } from './messages.ts';
import { type PublishRequest, type RtmpMedia, RtmpSession } from './RtmpSession.ts';

const handshake = Buffer.concat([Buffer.from([3]), Buffer.alloc(1536, 7), Buffer.alloc(1536)]);

function openSession() {
  const asked: PublishRequest[] = [];
  const media: RtmpMedia[] = [];
  const sent: Buffer[] = [];
  let hasEnded = false;
  const session = new RtmpSession({
    send: (bytes) => sent.push(bytes),
    publishAsked: (request) => asked.push(request),
    media: (one) => media.push(one),
    publishEnded: () => {
      hasEnded = true;
    },
  });
  /** What the peer reads after the handshake: the commands. */
  const answers = () => {
    const commands: unknown[][] = [];
    const reader = new ChunkReader(({ typeId, payload }) => {
      if (typeId === commandTypes.amf0) commands.push(readAmfValues(payload));
    });
    reader.push(Buffer.concat(sent).subarray(1 + 2 * 1536));
    return commands;
  };
  return { session, asked, media, answers, ended: () => hasEnded };
}

const connect = commandBytes(0, 'connect', 1, { app: 'live/', tcUrl: 'rtmp://x/live' });
const publish = (key: string) => commandBytes(1, 'publish', 5, null, key, 'live');
/** A small message of FLV's video type on our message stream. */
const frame = Buffer.concat([Buffer.from([6, 0, 0, 9, 0, 0, 2, 9, 1, 0, 0, 0]), Buffer.from([0x27, 1])]);

describe('an RTMP session', () => {
  it('lets a publisher in, byte by byte, and passes on what it sends', () => {
    const { session, asked, media, answers, ended } = openSession();
    const bytes = Buffer.concat([
      handshake,
      connect,
      commandBytes(0, 'createStream', 4, null),
      publish('r1?token=a%3Db'),
    ]);
    for (const byte of bytes) session.push(Buffer.from([byte]));
    expect(asked.map(({ app, name, query }) => [app, name, query.get('token')])).toEqual([
      ['live', 'r1', 'a=b'],
    ]);
    session.push(frame);
    expect(media).toEqual([]);
    session.accept();
    session.push(frame);
    expect(media).toEqual([{ kind: 'video', timestampMs: 9, body: Buffer.from([0x27, 1]) }]);
    expect(answers().map(([name, , , info]) => (info as { code?: string })?.code ?? name)).toEqual([
      'NetConnection.Connect.Success',
      '_result',
      'NetStream.Publish.Start',
    ]);
    session.push(commandBytes(0, 'FCUnpublish', 6, null, 'r1'));
    expect(ended()).toBe(true);
    session.push(frame);
    expect(media).toHaveLength(1);
  });

  it('tells a refused publisher why, and takes nothing from them', () => {
    const { session, media, answers } = openSession();
    session.push(Buffer.concat([handshake, connect, publish('r1')]));
    session.refuse('NetStream.Publish.BadName', 'forbidden: You may not do this.');
    session.accept();
    session.push(frame);
    expect(media).toEqual([]);
    expect(answers().at(-1)?.[3]).toEqual({
      level: 'error',
      code: 'NetStream.Publish.BadName',
      description: 'forbidden: You may not do this.',
    });
  });

  it.each<[string, Buffer]>([
    ['another version', Buffer.from('GET / HTTP/1.1\r\n')],
    ['publishing before connecting', Buffer.concat([handshake, publish('r1')])],
    ['publishing without a name', Buffer.concat([handshake, connect, publish('')])],
    ['publishing twice', Buffer.concat([handshake, connect, publish('r1'), publish('r2')])],
    ['connecting twice', Buffer.concat([handshake, connect, connect])],
    [
      'a command of rubbish',
      Buffer.concat([handshake, Buffer.from([3, 0, 0, 0, 0, 0, 2, 20, 0, 0, 0, 0, 42, 42])]),
    ],
  ])('ends with %s', (_what, bytes) => {
    expect(() => openSession().session.push(bytes)).toThrow(RtmpProtocolError);
  });

  it('ends in no other way, whatever comes', () => {
    const random = seededRandom(20261130);
    for (let round = 0; round < 300; round += 1) {
      const { session } = openSession();
      const bytes = Buffer.concat([handshake, connect, publish('r1'), frame, frame]);
      for (let i = 0; i < 6; i += 1) {
        const at = 1 + 2 * 1536 + Math.floor(random() * (bytes.length - 1 - 2 * 1536));
        bytes[at] = Math.floor(random() * 256);
      }
      try {
        session.push(bytes);
      } catch (error) {
        expect(error, `round ${round}`).toBeInstanceOf(RtmpProtocolError);
      }
    }
  });
});
