/** What an FLV byte stream holds, as far as H.264 and AAC go (Adobe FLV 10.1, annex E). */
export type FlvItem =
  | { kind: 'videoConfig'; avcC: Buffer }
  | { kind: 'audioConfig'; audioSpecificConfig: Buffer }
  | { kind: 'video'; timestampMs: number; compositionMs: number; isKeyframe: boolean; payload: Buffer }
  | { kind: 'audio'; timestampMs: number; payload: Buffer };

const fileHeaderLength = 9 + 4;
const tagHeaderLength = 11;
const tagTrailerLength = 4;
const audioTag = 8;
const videoTag = 9;
const avcCodec = 7;
const aacFormat = 10;
/** No single access unit of a live stream comes near this; a length beyond it means that we lost our place. */
const maxTagBytes = 8 << 20;

/** Turns chunks of an FLV stream, cut anywhere, into items. Payloads are views into the chunks. */
export class FlvDemuxer {
  readonly #onItem: (item: FlvItem) => void;
  #pending: Buffer = Buffer.alloc(0);
  #hasHeader = false;

  constructor(onItem: (item: FlvItem) => void) {
    this.#onItem = onItem;
  }

  /** @throws Error when the bytes are not FLV */
  push(chunk: Buffer): void {
    let bytes = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    if (!this.#hasHeader) {
      if (bytes.length < fileHeaderLength) {
        this.#pending = bytes;
        return;
      }
      if (bytes.toString('latin1', 0, 3) !== 'FLV') throw new Error('not an FLV stream');
      bytes = bytes.subarray(fileHeaderLength);
      this.#hasHeader = true;
    }
    this.#pending = this.#takeTags(bytes);
  }

  #takeTags(bytes: Buffer): Buffer {
    let at = 0;
    while (bytes.length - at >= tagHeaderLength) {
      const length = bytes.readUIntBE(at + 1, 3);
      if (length > maxTagBytes) throw new Error(`FLV tag of ${length} bytes`);
      const end = at + tagHeaderLength + length;
      if (bytes.length < end + tagTrailerLength) break;
      const timestampMs = bytes.readUIntBE(at + 4, 3) + (bytes[at + 7] ?? 0) * 2 ** 24;
      this.#takeTag(bytes[at] ?? 0, timestampMs, bytes.subarray(at + tagHeaderLength, end));
      at = end + tagTrailerLength;
    }
    return bytes.subarray(at);
  }

  #takeTag(type: number, timestampMs: number, body: Buffer): void {
    if (type === videoTag) this.#takeVideo(timestampMs, body);
    else if (type === audioTag) this.#takeAudio(timestampMs, body);
  }

  #takeVideo(timestampMs: number, body: Buffer): void {
    const first = body[0] ?? 0;
    if (body.length < 5 || (first & 0x0f) !== avcCodec) return;
    const payload = body.subarray(5);
    if (body[1] === 0 && payload.length > 0) this.#onItem({ kind: 'videoConfig', avcC: payload });
    if (body[1] !== 1) return;
    const compositionMs = body.readIntBE(2, 3);
    this.#onItem({ kind: 'video', timestampMs, compositionMs, isKeyframe: first >> 4 === 1, payload });
  }

  #takeAudio(timestampMs: number, body: Buffer): void {
    if (body.length < 2 || (body[0] ?? 0) >> 4 !== aacFormat) return;
    const payload = body.subarray(2);
    if (payload.length === 0) return;
    if (body[1] === 0) this.#onItem({ kind: 'audioConfig', audioSpecificConfig: payload });
    else this.#onItem({ kind: 'audio', timestampMs, payload });
  }
}
