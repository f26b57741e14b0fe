import { ByteCursor } from './ByteCursor.ts';
import {
  frameFlag,
  type NutMainHeader,
  type NutStreamHeader,
  readMainHeader,
  readStreamHeader,
} from './nutHeaders.ts';

const fileId = Buffer.from('nut/multimedia container\0', 'latin1');
/** The first four bytes of header packets. */
const startcode = { main: 0x4e4d7a56, stream: 0x4e531140, syncpoint: 0x4e4be4ad } as const;
const startcodeBytes = 8;
const checksumBytes = 4;
/** Header packets of more than this have a checksum of their own length. */
const longPacketBytes = 4096;
/** More than ffmpeg ever writes between two frames. */
const maxHeadBytes = 1 << 16;
/** An I420 picture of 8192x8192 is smaller. */
const maxFrameBytes = 1 << 27;

interface OpenFrame {
  timestampMs: number;
  data: Buffer;
  filled: number;
}

/**
 * Reads one stream of raw frames out of ffmpeg's NUT output (`-f nut -syncpoints none`), as it comes. NUT because its muxer gives each
 * frame out at once, with its time: the Matroska muxer holds one back until the next begins.
 */
export class NutReader {
  readonly #onFrame: (timestampMs: number, data: Buffer) => void;
  /** What has come since the last frame and cannot be read yet. */
  #head: Buffer = Buffer.alloc(0);
  #isAfterFileId = false;
  #main: NutMainHeader | null = null;
  #stream: NutStreamHeader | null = null;
  #lastPts = 0;
  #frame: OpenFrame | null = null;

  constructor(onFrame: (timestampMs: number, data: Buffer) => void) {
    this.#onFrame = onFrame;
  }

  /** @throws Error when the bytes are not what ffmpeg writes */
  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) rest = this.#frame ? this.#fill(this.#frame, rest) : this.#readHead(rest);
  }

  /** A frame's bytes are copied once, from the chunk to where they stay. */
  #fill(frame: OpenFrame, chunk: Buffer): Buffer {
    const copied = chunk.copy(frame.data, frame.filled);
    frame.filled += copied;
    if (frame.filled === frame.data.length) {
      this.#frame = null;
      this.#onFrame(frame.timestampMs, frame.data);
    }
    return chunk.subarray(copied);
  }

  /** Reads what stands before the next frame, and gives back what follows. */
  #readHead(chunk: Buffer): Buffer {
    const head = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
    const cursor = new ByteCursor(head);
    let readTo = 0;
    try {
      while (!this.#frame && !cursor.isAtEnd) {
        this.#readItem(head, cursor);
        readTo = cursor.at;
      }
    } catch (error) {
      if (!(error instanceof RangeError) || head.length - readTo > maxHeadBytes) throw error;
      this.#head = head.subarray(readTo);
      return Buffer.alloc(0);
    }
    this.#head = Buffer.alloc(0);
    return head.subarray(readTo);
  }

  #readItem(head: Buffer, cursor: ByteCursor): void {
    if (!this.#isAfterFileId) {
      if (!cursor.bytes(fileId.length).equals(fileId)) throw new Error('not NUT');
      this.#isAfterFileId = true;
    } else if (head[cursor.at] === 0x4e) this.#readPacket(cursor);
    else this.#readFrameHeader(cursor);
  }

  #readPacket(cursor: ByteCursor): void {
    const code = cursor.bytes(startcodeBytes).readUInt32BE();
    const length = cursor.unsigned();
    if (length > longPacketBytes) cursor.bytes(checksumBytes);
    const packet = new ByteCursor(cursor.bytes(length).subarray(0, -checksumBytes));
    if (code === startcode.main) this.#main = readMainHeader(packet);
    else if (code === startcode.stream) this.#stream = readStreamHeader(packet);
    else if (code === startcode.syncpoint) this.#readSyncpoint(packet);
  }

  #readSyncpoint(packet: ByteCursor): void {
    const { main, stream } = this.#headers();
    const coded = packet.unsigned();
    const timeBase = main.timeBases[coded % main.timeBases.length];
    const own = main.timeBases[stream.timeBaseIndex];
    if (!timeBase || !own) throw new Error('NUT without its time base');
    const seconds = (Math.floor(coded / main.timeBases.length) * timeBase.numerator) / timeBase.denominator;
    this.#lastPts = Math.floor((seconds * own.denominator) / own.numerator + 1e-6);
  }

  #readFrameHeader(cursor: ByteCursor): void {
    const { main, stream } = this.#headers();
    const code = main.codes[cursor.byte()];
    if (!code || code.flags & frameFlag.invalid) throw new Error('NUT frame with an invalid code');
    let { flags, reservedCount, headerIndex } = code;
    if (flags & frameFlag.coded) flags ^= cursor.unsigned();
    if (flags & frameFlag.streamId) cursor.unsigned();
    const pts =
      flags & frameFlag.codedPts
        ? this.#fullPts(cursor.unsigned(), stream.msbPtsShift)
        : this.#lastPts + code.ptsDelta;
    const msb = flags & frameFlag.sizeMsb ? cursor.unsigned() : 0;
    if (flags & frameFlag.matchTime) cursor.signed();
    if (flags & frameFlag.headerIndex) headerIndex = cursor.unsigned();
    if (flags & frameFlag.reserved) reservedCount = cursor.unsigned();
    for (let i = 0; i < reservedCount; i++) cursor.unsigned();
    if (flags & frameFlag.checksum) cursor.bytes(checksumBytes);
    if (flags & frameFlag.sideData) throw new Error('NUT frame with side data');
    this.#lastPts = pts;
    this.#openFrame(pts, code.sizeLsb + code.sizeMultiplier * msb, main.elisions[headerIndex]);
  }

  #openFrame(pts: number, size: number, elision: Buffer = Buffer.alloc(0)): void {
    const { main, stream } = this.#headers();
    const timeBase = main.timeBases[stream.timeBaseIndex];
    if (!timeBase || size > maxFrameBytes || size <= elision.length)
      throw new Error('NUT frame without sense');
    // Memory of its own: a frame outlives its neighbours in a shared slab.
    const data = Buffer.allocUnsafeSlow(size);
    elision.copy(data);
    const timestampMs = (pts * timeBase.numerator * 1000) / timeBase.denominator;
    this.#frame = { timestampMs, data, filled: elision.length };
  }

  /** A time near the last one is coded by its lowest bits. */
  #fullPts(coded: number, shift: number): number {
    const range = 2 ** shift;
    if (coded >= range) return coded - range;
    const base = this.#lastPts - range / 2;
    return base + ((((coded - base) % range) + range) % range);
  }

  #headers() {
    if (!this.#main || !this.#stream) throw new Error('NUT frame before its headers');
    return { main: this.#main, stream: this.#stream };
  }
}
