import { FlvDemuxer, type FlvItem } from '../../server/src/egress/flv/FlvDemuxer.ts';

type Frame = Extract<FlvItem, { kind: 'video' | 'audio' }>;

/** Plays an HTTP-FLV stream without decoding it, and remembers when what arrived. */
export class FlvReader {
  readonly frames: { frame: Frame; arrivedMs: number }[] = [];
  configs = 0;
  hasEnded = false;
  /** The server broke the response off. */
  isCut = false;
  readonly #abort = new AbortController();

  static async open(url: string): Promise<FlvReader> {
    const reader = new FlvReader();
    const response = await fetch(url, { signal: reader.#abort.signal });
    if (response.status !== 200 || !response.body) throw new Error(`${url} answered ${response.status}`);
    void reader.#read(response.body);
    return reader;
  }

  count(kind: Frame['kind']): number {
    return this.frames.filter(({ frame }) => frame.kind === kind).length;
  }

  /** Places where a timestamp is smaller than the one before it in the same track. */
  backwardSteps(): string[] {
    const last = { video: -1, audio: -1 };
    return this.frames.flatMap(({ frame }) => {
      const before = last[frame.kind];
      last[frame.kind] = frame.timestampMs;
      return frame.timestampMs < before ? [`${frame.kind}: ${before} → ${frame.timestampMs}`] : [];
    });
  }

  /** The longest wait for a picture, ms of real time. */
  longestVideoGapMs(): number {
    const arrivals = this.frames
      .filter(({ frame }) => frame.kind === 'video')
      .map(({ arrivedMs }) => arrivedMs);
    return arrivals.reduce((longest, at, i) => Math.max(longest, at - (arrivals[i - 1] ?? at)), 0);
  }

  close(): void {
    this.#abort.abort();
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const demuxer = new FlvDemuxer((item) => {
      if (item.kind === 'video' || item.kind === 'audio') {
        this.frames.push({ frame: item, arrivedMs: performance.now() });
      } else if (item.kind === 'videoConfig') {
        this.configs += 1;
      }
    });
    try {
      for await (const chunk of body) demuxer.push(Buffer.from(chunk));
      this.hasEnded = true;
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      // What fetch says of a body that broke off.
      if (!(error instanceof TypeError)) throw error;
      this.isCut = true;
    }
  }
}
