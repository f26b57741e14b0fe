import { layoutScriptTag } from '@lianmai/shared';
import { waitFor } from '../waitFor.ts';
import { readAmf0 } from './amf0.ts';
import { LayoutMessage } from './LayoutMessage.ts';
import { StageRecording } from './StageRecording.ts';
import { StreamDecoder } from './StreamDecoder.ts';

const headerBytes = 13;
const tagHeaderBytes = 11;
const tagType = { audio: 8, video: 9, script: 18 } as const;

/** An HTTP-FLV player that reads barcodes and tones. Owns a connection and a decoder. */
export class FlvStageReader {
  readonly recording = new StageRecording();
  /** Of pictures, as they came in: when, on the wall clock, and their timestamps. */
  readonly arrivals: { timestampMs: number; arrivedMs: number }[] = [];
  configs = 0;
  hasEnded = false;
  readonly #abort = new AbortController();
  readonly #decoder = new StreamDecoder('flv', this.recording);
  #bytes: Buffer = Buffer.alloc(0);
  #isHeaderRead = false;
  #reading: Promise<void> = Promise.resolve();

  static async open(url: string): Promise<FlvStageReader> {
    const reader = new FlvStageReader();
    try {
      reader.#reading = reader.#read(await reader.#request(url));
      return reader;
    } catch (error) {
      await reader.close();
      throw error;
    }
  }

  /** When the picture of this timestamp came in, ms since the epoch. */
  arrivedMs(timestampMs: number): number | undefined {
    return this.arrivals.find((arrival) => arrival.timestampMs === timestampMs)?.arrivedMs;
  }

  /** Between two pictures by their timestamps, whether they can be decoded or not, from `sinceMs` on. */
  longestTimestampGapMs(sinceMs = 0): number {
    const times = this.arrivals.map(({ timestampMs }) => timestampMs).filter((ms) => ms >= sinceMs);
    return times.slice(1).reduce((longest, ms, i) => Math.max(longest, ms - (times[i] ?? ms)), 0);
  }

  /** How long a player would have waited at most for the next picture, from `sinceMs` (wall clock) on. */
  longestWaitMs(sinceMs = 0): number {
    const times = this.arrivals.map(({ arrivedMs }) => arrivedMs).filter((ms) => ms >= sinceMs);
    return times.slice(1).reduce((longest, ms, i) => Math.max(longest, ms - (times[i] ?? ms)), 0);
  }

  /** Timestamps that are smaller than the one before. */
  get backwardSteps(): number {
    return this.arrivals.filter(
      ({ timestampMs }, i) => timestampMs < (this.arrivals[i - 1]?.timestampMs ?? 0),
    ).length;
  }

  async close(): Promise<void> {
    this.#abort.abort();
    await this.#reading;
    await this.#decoder.close();
  }

  /** Again when a stream is not there in time, as players do. */
  async #request(url: string): Promise<ReadableStream<Uint8Array>> {
    const { body } = await waitFor(
      `${url} to answer`,
      async () => {
        const response = await fetch(url, { signal: this.#abort.signal });
        if (response.status === 503) return undefined;
        if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
        return response;
      },
      { deadlineMs: 20_000 },
    );
    if (!body) throw new Error(`${url} answered nothing`);
    return body;
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    try {
      for await (const chunk of body) this.#push(Buffer.from(chunk));
      this.hasEnded = true;
    } catch (error) {
      if (!this.#abort.signal.aborted) throw error;
    }
  }

  /** The layout has to be known before the picture that it is about is decoded: hence the order. */
  #push(chunk: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    if (!this.#isHeaderRead) {
      if (this.#bytes.length < headerBytes) return;
      this.#bytes = this.#bytes.subarray(headerBytes);
      this.#isHeaderRead = true;
    }
    while (this.#bytes.length >= tagHeaderBytes) {
      const length = tagHeaderBytes + this.#bytes.readUIntBE(1, 3) + 4;
      if (this.#bytes.length < length) break;
      this.#takeTag(this.#bytes.subarray(0, length - 4));
      this.#bytes = this.#bytes.subarray(length);
    }
    this.#decoder.push(chunk);
  }

  #takeTag(tag: Buffer): void {
    const timestampMs = tag.readUIntBE(4, 3) + (tag[7] ?? 0) * 2 ** 24;
    const body = tag.subarray(tagHeaderBytes);
    if (tag[0] === tagType.script) this.#takeScript(body, timestampMs);
    if (tag[0] !== tagType.video) return;
    if (body[1] === 0) this.configs += 1;
    if (body[1] === 1) this.arrivals.push({ timestampMs, arrivedMs: Date.now() });
  }

  #takeScript(body: Buffer, timestampMs: number): void {
    const [name, value] = readAmf0(body);
    if (name === layoutScriptTag) this.recording.addLayout(LayoutMessage.parse(value), timestampMs);
  }
}
