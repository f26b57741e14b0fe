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
/** A pause between two units counts as no more than this: it is the publisher's, or this process has stood still. */
const longestStepMs = 250;
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
  #unanswered: { timestampMs: number; atBusyMs: number }[] = [];
  /** Goes on only while units come: many decoders keep the last ones until there are more. */
  #busyMs = 0;
  #offeredAtMs: number;
  #needsKeyframe = false;
  readonly #ended = Promise.withResolvers<void>();
  #isClosed = false;

  constructor(options: DecoderOptions) {
    this.#options = options;
    this.#offeredAtMs = options.clock.nowMs();
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

  /** `false`: it is so far behind that this unit is left out, and all that follow until it has caught up and a keyframe comes. */
  offer(unit: { timestampMs: number; isKeyframe: boolean; data: Buffer }): boolean {
    if (this.#isClosed) return false;
    this.#countTime();
    if (this.#isCongested) this.#needsKeyframe = true;
    else if (unit.isKeyframe) this.#needsKeyframe = false;
    if (this.#needsKeyframe) return false;
    const timestampMs = Math.round(unit.timestampMs);
    this.#unanswered.push({ timestampMs, atBusyMs: this.#busyMs });
    const { isKeyframe, data: payload } = unit;
    this.#process.write(this.#writer.block({ track: trackNumber, timestampMs, isKeyframe, payload }));
    return true;
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

  /** It cannot keep up: what is written now would come out too late. */
  get #isCongested(): boolean {
    return this.#process.unreadBytes > maxUnreadBytes || (this.isReady && this.#waitedMs > congestedAfterMs);
  }

  get #waitedMs(): number {
    const oldest = this.#unanswered[0];
    return oldest ? this.#busyMs - oldest.atBusyMs : 0;
  }

  #countTime(): void {
    const nowMs = this.#options.clock.nowMs();
    this.#busyMs += Math.min(nowMs - this.#offeredAtMs, longestStepMs);
    this.#offeredAtMs = nowMs;
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
