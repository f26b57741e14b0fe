import { describe, expect, it } from 'vitest';
import { ChunkReader } from './ChunkReader.ts';
import { controlBytes, controlTypes, type RtmpMessage, RtmpProtocolError } from './messages.ts';

const video = 9;

function read(bytes: Buffer, pieceLength = bytes.length): RtmpMessage[] {
  const messages: RtmpMessage[] = [];
  const reader = new ChunkReader((message) => messages.push(message));
  for (let at = 0; at < bytes.length; at += pieceLength) reader.push(bytes.subarray(at, at + pieceLength));
  return messages;
}

/** A whole header, and as much payload as fits in one chunk of 128 bytes. */
function fullHeader(timestampMs: number, length: number, chunkStream = 4): Buffer {
  const isExtended = timestampMs >= 0xff_ffff;
  const header = Buffer.alloc(isExtended ? 16 : 12);
  header[0] = chunkStream;
  header.writeUIntBE(isExtended ? 0xff_ffff : timestampMs, 1, 3);
  header.writeUIntBE(length, 4, 3);
  header[7] = video;
  header.writeUInt32LE(1, 8);
  if (isExtended) header.writeUInt32BE(timestampMs, 12);
  return header;
}

const payload = Buffer.from(Array.from({ length: 300 }, (_, i) => i % 251));
const continued = Buffer.from([0xc4]);
/** 300 bytes in chunks of 128. */
const inThree = (header: Buffer) =>
  Buffer.concat([
    header,
    payload.subarray(0, 128),
    continued,
    payload.subarray(128, 256),
    continued,
    payload.subarray(256),
  ]);

describe('ChunkReader', () => {
  it.each([1, 2, 7, 127, 1000])('puts messages together from pieces of %i bytes', (pieceLength) => {
    const delta = Buffer.from([0x84, 0, 0, 40]);
    const bytes = Buffer.concat([inThree(fullHeader(1000, 300)), inThree(delta)]);
    expect(read(bytes, pieceLength)).toEqual([
      { typeId: video, streamId: 1, timestampMs: 1000, payload },
      { typeId: video, streamId: 1, timestampMs: 1040, payload },
    ]);
  });

  it('repeats the last delta where a header says nothing', () => {
    const small = (head: number[]) => Buffer.from([...head, 1, 2]);
    const bytes = Buffer.concat([
      fullHeader(0, 2),
      Buffer.from([1, 2]),
      small([0x84, 0, 0, 20]),
      small([0xc4]),
      small([0xc4]),
    ]);
    expect(read(bytes).map(({ timestampMs }) => timestampMs)).toEqual([0, 20, 40, 60]);
  });

  it('knows times beyond 24 bits', () => {
    const bytes = Buffer.concat([fullHeader(0x100_0000, 2), Buffer.from([1, 2])]);
    expect(read(bytes, 1)[0]?.timestampMs).toBe(0x100_0000);
  });

  it('follows the size of chunks, also of chunk streams with long numbers', () => {
    const long = Buffer.concat([Buffer.from([0, 10]), fullHeader(5, 300).subarray(1), payload]);
    const bytes = Buffer.concat([controlBytes(controlTypes.setChunkSize, 4096), long]);
    expect(read(bytes, 3)).toEqual([{ typeId: video, streamId: 1, timestampMs: 5, payload }]);
  });

  it('holds no more than a few messages at once, however they come', () => {
    const reader = new ChunkReader(() => undefined);
    reader.expectMedia();
    const begin = (chunkStream: number) => {
      reader.push(Buffer.concat([fullHeader(0, 4_000_000, chunkStream), Buffer.alloc(128)]));
      const piece = Buffer.concat([Buffer.from([0xc0 | chunkStream]), Buffer.alloc(128)]);
      for (let i = 0; i < 20_000; i += 1) reader.push(piece);
    };
    begin(4);
    begin(5);
    expect(() => begin(6)).toThrow(RtmpProtocolError);
  });

  it('forgets a message that is aborted', () => {
    const bytes = Buffer.concat([
      fullHeader(0, 300),
      payload.subarray(0, 128),
      controlBytes(controlTypes.abort, 4),
      fullHeader(9, 2),
      Buffer.from([1, 2]),
    ]);
    expect(read(bytes).map(({ timestampMs }) => timestampMs)).toEqual([9]);
  });

  it.each<[string, Buffer]>([
    ['a message without end', fullHeader(0, 0xff_ffff)],
    ['a picture before anybody is let in', fullHeader(0, 1_000_000)],
    ['chunks of a few bytes', controlBytes(controlTypes.setChunkSize, 1)],
    ['a chunk stream that nobody began', Buffer.from([0xc9, 1])],
    [
      'more chunk streams than anybody uses',
      Buffer.concat(
        Array.from({ length: 40 }, (_, i) =>
          Buffer.concat([fullHeader(0, 300, i + 3), payload.subarray(0, 128)]),
        ),
      ),
    ],
  ])('refuses %s', (_what, bytes) => {
    expect(() => read(bytes)).toThrow(RtmpProtocolError);
  });
});
