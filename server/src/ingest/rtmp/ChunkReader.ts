import { controlTypes, type RtmpMessage, RtmpProtocolError } from './messages.ts';

/** What a chunk stream remembers, so that later headers can be short. */
interface ChunkStream {
  timestampMs: number;
  deltaMs: number;
  isExtended: boolean;
  length: number;
  typeId: number;
  streamId: number;
  /** Of the message that is coming in. */
  parts: Buffer[];
  received: number;
}

interface Header {
  stream: ChunkStream;
  /** Where the chunk's payload begins. */
  payloadAt: number;
}

/** Bytes of a header's middle part by its format. RTMP specification 1.0 §5.3.1.2. */
const headerLengths = [11, 7, 3, 0] as const;
const extendedMark = 0xff_ffff;
/** No access unit of a live stream comes near this; a message beyond it is a mistake or an attack. */
const maxMessageBytes = 4 << 20;
const maxChunkStreams = 32;
const defaultChunkBytes = 128;

/**
 * Turns bytes of RTMP's chunk stream, cut anywhere, into messages. Chunk sizes and aborted messages are its own affair. A peer can make it
 * hold one message a chunk stream and no more.
 */
export class ChunkReader {
  readonly #onMessage: (message: RtmpMessage) => void;
  readonly #streams = new Map<number, ChunkStream>();
  #pending: Buffer = Buffer.alloc(0);
  #chunkBytes = defaultChunkBytes;

  constructor(onMessage: (message: RtmpMessage) => void) {
    this.#onMessage = onMessage;
  }

  /** @throws RtmpProtocolError */
  push(bytes: Buffer): void {
    const all = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    let at = 0;
    for (let next = this.#takeChunk(all, at); next !== null; next = this.#takeChunk(all, at)) at = next;
    this.#pending = all.subarray(at);
  }

  /** Where the next chunk begins; `null` while this one is not complete. */
  #takeChunk(all: Buffer, at: number): number | null {
    const header = this.#readHeader(all, at);
    if (!header) return null;
    const { stream, payloadAt } = header;
    const end = payloadAt + Math.min(this.#chunkBytes, stream.length - stream.received);
    if (end > all.length) return null;
    this.#commit(all, at, header);
    stream.parts.push(all.subarray(payloadAt, end));
    stream.received += end - payloadAt;
    if (stream.received === stream.length) this.#finish(stream);
    return end;
  }

  /** Does not change anything: the chunk may not be complete yet. The stream it gives is a copy. */
  #readHeader(all: Buffer, at: number): Header | null {
    const basic = readBasicHeader(all, at);
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
    if (stream.length > maxMessageBytes) throw new RtmpProtocolError(`a message of ${stream.length} bytes`);
    if (stream.received === 0) startTime(stream, format, time);
    return { stream, payloadAt };
  }

  #commit(all: Buffer, at: number, { stream }: Header): void {
    const id = readBasicHeader(all, at)?.chunkStreamId ?? 0;
    this.#streams.set(id, stream);
    if (this.#streams.size > maxChunkStreams) throw new RtmpProtocolError('too many chunk streams');
  }

  #finish(stream: ChunkStream): void {
    const { typeId, streamId, timestampMs, parts } = stream;
    const payload = parts.length === 1 ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts);
    stream.parts = [];
    stream.received = 0;
    if (typeId === controlTypes.setChunkSize) this.#setChunkSize(payload);
    else if (typeId === controlTypes.abort) this.#abort(payload);
    else this.#onMessage({ typeId, streamId, timestampMs, payload });
  }

  #setChunkSize(payload: Buffer): void {
    const size = payload.length >= 4 ? payload.readUInt32BE(0) : 0;
    if (size < 1 || size > maxMessageBytes) throw new RtmpProtocolError(`chunks of ${size} bytes`);
    this.#chunkBytes = size;
  }

  #abort(payload: Buffer): void {
    const stream = payload.length >= 4 ? this.#streams.get(payload.readUInt32BE(0)) : undefined;
    if (!stream) return;
    stream.parts = [];
    stream.received = 0;
  }
}

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
    parts: [],
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
