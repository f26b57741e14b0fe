import type { Clock } from '../../../core/Clock.ts';
import type { Logger } from '../../../core/logger.ts';
import type { MediaTag, StreamConfig } from '../../MediaTag.ts';
import { SoundHistory } from '../sound/SoundHistory.ts';
import { aacFrameSamples, sampleRate, samplesPerMs, soundRunUpMs } from '../timing.ts';
import { type EncodedTag, Encoder } from './Encoder.ts';
import type { EncoderFormat } from './encoderArgs.ts';

/** What an encoder that hangs did not say, its successor says: longer than it takes to notice the one and start the other. */
const historySeconds = 10;
/** More sound than this in an encoder that gives it out in time, pictures and ffmpeg's own delay included, is that of one that has stalled. */
const mostUnsaidMs = 400;
/** Waits before an encoder is started again, while none of them gives anything. */
const restartDelaysMs = [0, 200, 500, 1000, 2000];

export interface EncoderSequenceOptions {
  format: EncoderFormat;
  ffmpegPath: string;
  clock: Clock;
  /** The timeline's 0 on the clock. */
  originMs: number;
  log: Logger;
  /** `timestampMs`: the first picture that it is for. */
  onConfig: (config: StreamConfig, timestampMs: number) => void;
  onTag: (tag: MediaTag) => void;
}

/**
 * Keeps one encoder running, whatever happens to it, and makes one sequence of their tags: time never goes back, sound has no gap
 * and nothing twice, pictures go on at the next one. The first encoder starts at once and waits for the first picture.
 */
export class EncoderSequence {
  readonly #options: EncoderSequenceOptions;
  #history: SoundHistory | null = null;
  #format: EncoderFormat;
  #encoder: Encoder | null = null;
  /** The running encoder has been given its first picture. */
  #isFed = false;
  #isChanging = false;
  /** Where the sound of the encoder that `#isChanging` ends. */
  #soundEnd = 0;
  #firstPictureMs = 0;
  #isClosed = false;
  #failures = 0;
  #restarts = 0;
  #cancelRestart: () => void = () => {};
  /** Where the next AAC frame to go out begins; `null` before the first one. */
  #nextSample: number | null = null;

  constructor(options: EncoderSequenceOptions) {
    this.#options = options;
    this.#format = options.format;
    this.#start();
  }

  get restarts(): number {
    return this.#restarts;
  }

  /** The first picture would be encoded at once. */
  get isWarm(): boolean {
    return this.#encoder?.isWarm ?? false;
  }

  /** False: the picture of this moment is to be dropped. */
  get canTakePicture(): boolean {
    return !this.#isChanging && (this.#encoder?.canTakePicture ?? false);
  }

  /** The samples from `fromSample` on, which is where those of the call before ended. */
  pushSound(pcm: Buffer, fromSample: number): void {
    this.#history ??= new SoundHistory(historySeconds * sampleRate, fromSample);
    this.#history.append(pcm);
    if (this.#isFed && !this.#isChanging) this.#encoder?.writeSound(pcm, fromSample);
    this.#encoder?.checkHealth();
  }

  /**
   * Somebody is to be heard no more: what players have not got yet is not said by an encoder that takes over from this one, nor by this
   * one when it has stalled.
   */
  silenceUnsaid(): void {
    const history = this.#history;
    if (!history) return;
    const saidUpTo = this.#nextSample ?? history.start;
    history.silence(saidUpTo);
    const unsaidMs = (history.end - saidUpTo) / samplesPerMs;
    if (this.#isFed && unsaidMs > mostUnsaidMs) this.#encoder?.kill('holds what may be heard no more');
  }

  /** Sound of the picture's time has been pushed before it. */
  pushPicture(picture: Buffer, timestampMs: number): void {
    if (!this.#encoder) return;
    if (!this.#isFed) this.#beginFeeding(this.#encoder, timestampMs);
    this.#encoder.writePicture(picture, timestampMs);
  }

  /** Pictures have another size from now on: what was written comes out, then another encoder begins. */
  changeFormat(format: EncoderFormat): void {
    this.#format = format;
    if (!this.#encoder || this.#isChanging) return;
    this.#isChanging = true;
    this.#soundEnd = this.#history?.end ?? 0;
    this.#encoder.finish().catch((err: unknown) => this.#options.log.error({ err }, 'encoder did not end'));
  }

  /** Gives out the last tags. */
  async finish(): Promise<void> {
    this.#isClosed = true;
    this.#cancelRestart();
    await this.#encoder?.finish();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelRestart();
    this.#encoder?.close();
    this.#encoder = null;
  }

  #start(): void {
    if (this.#isClosed) return;
    const { ffmpegPath, clock, originMs, log, onConfig } = this.#options;
    const isCurrent = () => this.#encoder === encoder;
    const encoder: Encoder = new Encoder({
      format: this.#format,
      ffmpegPath,
      clock,
      originMs,
      log,
      onConfig: (config) => {
        if (isCurrent()) onConfig(config, this.#firstPictureMs);
      },
      onTag: (tag) => {
        if (isCurrent()) this.#take(tag);
      },
      onEnded: (wasAsked) => {
        if (isCurrent()) this.#replace(wasAsked);
      },
    });
    this.#encoder = encoder;
    this.#isFed = false;
  }

  #replace(wasAsked: boolean): void {
    this.#encoder = null;
    this.#isChanging = false;
    if (this.#isClosed) return;
    if (wasAsked) this.#start();
    else this.#startAgain();
  }

  #startAgain(): void {
    this.#restarts += 1;
    const delayMs = restartDelaysMs[Math.min(this.#failures, restartDelaysMs.length - 1)] ?? 0;
    this.#failures += 1;
    this.#cancelRestart = this.#options.clock.after(delayMs, () => this.#start());
  }

  /** Sound comes first: a little from before the picture, or all that a predecessor left unsaid. */
  #beginFeeding(encoder: Encoder, pictureMs: number): void {
    this.#isFed = true;
    this.#firstPictureMs = pictureMs;
    // Its frames then lie exactly where the predecessor's would have been; the first one is half silence and is not used.
    const goesOnFrom = this.#nextSample === null ? null : this.#nextSample - aacFrameSamples;
    const sound = this.#history?.since(goesOnFrom ?? (pictureMs - soundRunUpMs) * samplesPerMs);
    if (sound) encoder.writeSound(sound.pcm, sound.fromSample);
  }

  #take(tag: EncodedTag): void {
    if (tag.kind === 'video') {
      this.#failures = 0;
      this.#options.onTag(tag);
      return;
    }
    // Made of silence behind the end: its successor says what really follows.
    if (this.#isChanging && tag.sample + 2 * aacFrameSamples > this.#soundEnd) return;
    this.#nextSample ??= tag.sample + aacFrameSamples;
    if (tag.sample < this.#nextSample) return;
    this.#nextSample = tag.sample + aacFrameSamples;
    const timestampMs = Math.max(0, Math.round(tag.sample / samplesPerMs));
    this.#options.onTag({ kind: 'audio', timestampMs, payload: tag.payload });
  }
}
