import type { Clock } from '../../../core/Clock.ts';
import type { Logger } from '../../../core/logger.ts';
import { type FfmpegEnd, FfmpegProcess } from '../../ffmpeg/FfmpegProcess.ts';
import { type MatroskaTrack, MatroskaWriter } from '../../matroska/MatroskaWriter.ts';
import { NutReader } from '../../nut/NutReader.ts';

const trackNumber = 1;
const readyDeadlineMs = 5000;
/** A child that does not answer what it was given for so long hangs. */
const hungAfterMs = 2000;
/** One that is so far behind is given nothing more for now. */
const congestedAfterMs = 1000;
/** More than a new decoder is given at once to catch up. */
const maxUnreadBytes = 6 << 20;

export interface DecoderOptions {
  ffmpegPath: string;
  args: readonly string[];
  track: Omit<MatroskaTrack, 'number'>;
  clock: Clock;
  log: Logger;
  onDecoded: (timestampMs: number, data: Buffer) => void;
  /** Exactly once, also after `close`. */
  onEnded: (end: FfmpegEnd) => void;
}

/**
 * One ffmpeg child that decodes one track: encoded units in, raw ones out, both with the timeline's times. It dies with this process,
 * because its input ends; it is killed when it does not answer.
 */
export class Decoder {
  readonly #options: DecoderOptions;
  readonly #process: FfmpegProcess;
  readonly #writer = new MatroskaWriter();
  readonly #reader: NutReader;
  /** What was written and not answered by a unit of its time or a later one. */
  #unanswered: { timestampMs: number; atMs: number }[] = [];
  readonly #ended = Promise.withResolvers<void>();
  #isClosed = false;

  constructor(options: DecoderOptions) {
    this.#options = options;
    const { ffmpegPath: path, args, clock, log } = options;
    this.#reader = new NutReader((timestampMs, data) => this.#decoded(timestampMs, data));
    this.#process = new FfmpegProcess({
      path,
      args,
      stdin: { open: true },
      clock,
      log,
      readyDeadlineMs,
      onStdout: (chunk) => this.#read(chunk),
      onEnded: (end, stderrTail) => {
        if (!this.#isClosed) log.warn({ end, stderrTail: stderrTail.slice(-5) }, 'decoder ended by itself');
        this.#ended.resolve();
        options.onEnded(end);
      },
    });
    this.#process.write([this.#writer.header([{ ...options.track, number: trackNumber }])]);
  }

  /** Something has come out. */
  get isReady(): boolean {
    return this.#process.state.name === 'running';
  }

  /** It cannot keep up: what is written now would come out too late. */
  get isCongested(): boolean {
    return this.#process.unreadBytes > maxUnreadBytes || (this.isReady && this.#waitedMs > congestedAfterMs);
  }

  write(unit: { timestampMs: number; isKeyframe: boolean; data: Buffer }): void {
    if (this.#isClosed) return;
    const timestampMs = Math.round(unit.timestampMs);
    this.#unanswered.push({ timestampMs, atMs: this.#options.clock.nowMs() });
    const { isKeyframe, data: payload } = unit;
    this.#process.write(this.#writer.block({ track: trackNumber, timestampMs, isKeyframe, payload }));
  }

  /** To be called now and then. */
  killIfHung(): void {
    if (this.isReady && this.#waitedMs > hungAfterMs) this.#process.kill('no output');
  }

  /** At once and without its last output; resolves when it is gone. */
  close(): Promise<void> {
    this.#isClosed = true;
    this.#process.kill('closed');
    return this.#ended.promise;
  }

  get #waitedMs(): number {
    const oldest = this.#unanswered[0];
    return oldest ? this.#options.clock.nowMs() - oldest.atMs : 0;
  }

  #read(chunk: Buffer): void {
    if (this.#isClosed) return;
    try {
      this.#reader.push(chunk);
    } catch (err) {
      this.#options.log.error({ err }, 'a decoder wrote something unreadable');
      this.#process.kill('unreadable output');
    }
  }

  #decoded(timestampMs: number, data: Buffer): void {
    if (this.#isClosed) return;
    this.#process.markReady();
    while ((this.#unanswered[0]?.timestampMs ?? Number.POSITIVE_INFINITY) <= timestampMs + 1) {
      this.#unanswered.shift();
    }
    this.#options.onDecoded(timestampMs, data);
  }
}
