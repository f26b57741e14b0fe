import { controlTypes, type RtmpMessage, RtmpProtocolError } from './messages.ts';

/** What a chunk stream remembers, so that later headers can be short. */
interface ChunkStream {
  timestampMs: number;
  deltaMs: number;
  isExtended: boolean;
  length: number;
  typeId: number;
  streamId: number;
  /** The message that is coming in: `received` bytes of it, in a buffer that grows. */
  message: Buffer;
  received: number;
}

interface Header {
  chunkStreamId: number;
  /** A copy: nothing has changed yet. */
  stream: ChunkStream;
  /** Where the chunk's payload begins. */
  payloadAt: number;
}

/** Bytes of a header's middle part by its format. RTMP specification 1.0 §5.3.1.2. */
const headerLengths = [11, 7, 3, 0] as const;
const extendedMark = 0xff_ffff;
/** No access unit of a live stream comes near this; a message beyond it is a mistake or an attack. */
const maxMessageBytes = 4 << 20;
/** Before a publisher is let in: commands are small. */
const maxCommandBytes = 64 << 10;
/** Of all messages that are coming in together: sound comes between the chunks of a picture, not between many. */
const maxHeldBytes = 8 << 20;
const maxChunkStreams = 32;
const defaultChunkBytes = 128;
const firstBufferBytes = 4 << 10;

/**
 * Turns bytes of RTMP's chunk stream, cut anywhere, into messages. Chunk sizes and aborted messages are its own affair. However a peer
 * cuts its bytes, what is held of them is bounded, and each is copied once or twice.
 */
export class ChunkReader {
  readonly #onMessage: (message: RtmpMessage) => void;
  readonly #streams = new Map<number, ChunkStream>();
  /** Of a header that is not complete. */
  #pending: Buffer = Buffer.alloc(0);
  /** The chunk whose payload is coming in. */
  #chunk: { stream: ChunkStream; missing: number } | null = null;
  #chunkBytes = defaultChunkBytes;
  #maxMessageBytes = maxCommandBytes;
  #heldBytes = 0;

  constructor(onMessage: (message: RtmpMessage) => void) {
    this.#onMessage = onMessage;
  }

  /** The publisher is let in: messages may be as large as pictures are. */
  expectMedia(): void {
    this.#maxMessageBytes = maxMessageBytes;
  }

  /** @throws RtmpProtocolError */
  push(bytes: Buffer): void {
    let all = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    this.#pending = all.subarray(0, 0);
    while (all.length > 0) {
      if (!this.#chunk) {
        const header = this.#readHeader(all);
        if (!header) {
          // A copy: the rest of what came with it is not to be kept alive.
          this.#pending = Buffer.from(all);
          return;
        }
        this.#begin(header);
        all = all.subarray(header.payloadAt);
      }
      all = this.#takePayload(all);
    }
  }

  #begin({ chunkStreamId, stream }: Header): void {
    this.#streams.set(chunkStreamId, stream);
    if (this.#streams.size > maxChunkStreams) throw new RtmpProtocolError('too many chunk streams');
    this.#chunk = { stream, missing: Math.min(this.#chunkBytes, stream.length - stream.received) };
    if (this.#chunk.missing === 0) this.#endChunk(stream);
  }

  /** @returns what comes after the chunk */
  #takePayload(all: Buffer): Buffer {
    const chunk = this.#chunk;
    if (!chunk) return all;
    const taken = Math.min(chunk.missing, all.length);
    this.#append(chunk.stream, all.subarray(0, taken));
    chunk.missing -= taken;
    if (chunk.missing === 0) this.#endChunk(chunk.stream);
    return all.subarray(taken);
  }

  #append(stream: ChunkStream, bytes: Buffer): void {
    const needed = stream.received + bytes.length;
    if (needed > stream.message.length) {
      const size = Math.min(stream.length, Math.max(needed, 2 * stream.message.length, firstBufferBytes));
      this.#heldBytes += size - stream.message.length;
      if (this.#heldBytes > maxHeldBytes) throw new RtmpProtocolError('too much at once');
      const larger = Buffer.allocUnsafe(size);
      stream.message.copy(larger, 0, 0, stream.received);
      stream.message = larger;
    }
    bytes.copy(stream.message, stream.received);
    stream.received = needed;
  }

  #endChunk(stream: ChunkStream): void {
    this.#chunk = null;
    if (stream.received < stream.length) return;
    const { typeId, streamId, timestampMs, message } = stream;
    const payload = message.subarray(0, stream.received);
    this.#forget(stream);
    if (typeId === controlTypes.setChunkSize) this.#setChunkSize(payload);
    else if (typeId === controlTypes.abort) this.#abort(payload);
    else this.#onMessage({ typeId, streamId, timestampMs, payload });
  }

  #forget(stream: ChunkStream): void {
    this.#heldBytes -= stream.message.length;
    stream.message = noBytes;
    stream.received = 0;
  }

  /** `null` while it is not complete. */
  #readHeader(all: Buffer): Header | null {
    const basic = readBasicHeader(all, 0);
    if (!basic) return null;
    const { format, chunkStreamId, headerAt } = basic;
    let payloadAt = headerAt + headerLengths[format];
    if (payloadAt > all.length) return null;
    const known = this.#streams.get(chunkStreamId);
    if (!known && format !== 0) throw new RtmpProtocolError('a chunk stream that begins without a header');
    if (known && known.received > 0 && format !== 3)
      throw new RtmpProtocolError('a message inside of another');
    const stream = { ...(known ?? newStream()) };
    const field = format === 3 ? 0 : all.readUIntBE(headerAt, 3);
    stream.isExtended = format === 3 ? stream.isExtended : field === extendedMark;
    let time = field;
    if (stream.isExtended) {
      if (payloadAt + 4 > all.length) return null;
      time = all.readUInt32BE(payloadAt);
      payloadAt += 4;
    }
    if (format <= 1) {
      stream.length = all.readUIntBE(headerAt + 3, 3);
      stream.typeId = all[headerAt + 6] ?? 0;
    }
    if (format === 0) stream.streamId = all.readUInt32LE(headerAt + 7);
    if (stream.length > this.#maxMessageBytes)
      throw new RtmpProtocolError(`a message of ${stream.length} bytes`);
    if (stream.received === 0) startTime(stream, format, time);
    return { chunkStreamId, stream, payloadAt };
  }

  #setChunkSize(payload: Buffer): void {
    const size = payload.length >= 4 ? payload.readUInt32BE(0) : 0;
    if (size < defaultChunkBytes || size > maxMessageBytes)
      throw new RtmpProtocolError(`chunks of ${size} bytes`);
    this.#chunkBytes = size;
  }

  #abort(payload: Buffer): void {
    const stream = payload.length >= 4 ? this.#streams.get(payload.readUInt32BE(0)) : undefined;
    if (stream) this.#forget(stream);
  }
}

const noBytes: Buffer = Buffer.alloc(0);

function readBasicHeader(all: Buffer, at: number) {
  const first = all[at];
  if (first === undefined) return null;
  const format = (first >> 6) as 0 | 1 | 2 | 3;
  const short = first & 0x3f;
  if (short >= 2) return { format, chunkStreamId: short, headerAt: at + 1 };
  const longBytes = short + 1;
  if (at + 1 + longBytes > all.length) return null;
  const low = all[at + 1] ?? 0;
  const high = longBytes === 2 ? (all[at + 2] ?? 0) : 0;
  return { format, chunkStreamId: 64 + low + 256 * high, headerAt: at + 1 + longBytes };
}

function newStream(): ChunkStream {
  return {
    timestampMs: 0,
    deltaMs: 0,
    isExtended: false,
    length: 0,
    typeId: 0,
    streamId: 0,
    message: noBytes,
    received: 0,
  };
}

/** A message begins: its time stands in the header, or follows from the one before. It goes round after 49 days. */
function startTime(stream: ChunkStream, format: 0 | 1 | 2 | 3, time: number): void {
  if (format === 0) {
    stream.timestampMs = time;
    stream.deltaMs = 0;
    return;
  }
  if (format !== 3) stream.deltaMs = time;
  stream.timestampMs = (stream.timestampMs + stream.deltaMs) >>> 0;
}
