import { readAudioConfig, readVideoConfig } from '../../../codecs/decoderConfigs.ts';
import { assertNever } from '../../../core/assertNever.ts';
import type { Clock } from '../../../core/Clock.ts';
import type { Logger } from '../../../core/logger.ts';
import { FfmpegProcess } from '../../ffmpeg/FfmpegProcess.ts';
import { FlvDemuxer, type FlvItem } from '../../flv/FlvDemuxer.ts';
import type { MediaTag, StreamConfig } from '../../MediaTag.ts';
import { MatroskaWriter } from '../../matroska/MatroskaWriter.ts';
import { aacFrameSamples, sampleRate, samplesPerMs } from '../timing.ts';
import { type EncoderFormat, encoderArgs } from './encoderArgs.ts';

const track = { video: 1, audio: 2 } as const;
/** From its start to its first output, which the warm-up brings. */
const startDeadlineMs = 5000;
/** AAC frames of silence in the warm-up. */
const warmUpFrames = 4;
/**
 * ffmpeg's time is the timeline's plus this; the warm-up lies in the seconds before what is now. Whole seconds, as keyframes stand on
 * them; more than one, so that the first picture after the warm-up is a keyframe.
 */
const leadMs = 10_000;
const warmUpLeadMs = 5000;
/** Pictures are there for it 25 times a second: a child that takes none of them for so long has stopped. */
const stoppedAfterMs = 1500;
/** One that takes them may be slow on a busy machine, and would only be slower if it began again. But not for ever. */
const silentAfterMs = 5000;
/** ffmpeg has written out the rest by then. */
const byeGraceMs = 1000;

export interface EncoderOptions {
  format: EncoderFormat;
  ffmpegPath: string;
  clock: Clock;
  /** The timeline's 0 on the clock. */
  originMs: number;
  log: Logger;
  /** Before the first tag. */
  onConfig: (config: StreamConfig) => void;
  onTag: (tag: EncodedTag) => void;
  /** Exactly once; `asked`: `finish` or `close` was called. */
  onEnded: (asked: boolean) => void;
}

/** `sample`: where the timeline's sample count stands at the beginning of an AAC frame. */
export type EncodedTag =
  | Extract<MediaTag, { kind: 'video' }>
  | { kind: 'audio'; sample: number; payload: Buffer };

/**
 * One ffmpeg that makes H.264 and AAC of pictures and samples. It is warmed up at its start: x264 has been set up when the first picture
 * comes, which is then encoded at once, as a keyframe. What is written is on the timeline, and so are its tags. One that hangs is killed.
 */
export class Encoder {
  readonly #options: EncoderOptions;
  readonly #process: FfmpegProcess;
  readonly #writer = new MatroskaWriter();
  readonly #demuxer = new FlvDemuxer((item) => this.#takeItem(item));
  readonly #pictureBytes: number;
  readonly #ended = Promise.withResolvers<void>();
  #video: StreamConfig['video'] | null = null;
  #audio: StreamConfig['audio'] | null = null;
  /** When output was to be expected from: the first picture, then each tag. */
  #silentSinceMs: number | null = null;
  #lastTookMs = 0;
  #lastUnreadBytes = 0;
  #wasAsked = false;
  #isAnnounced = false;
  #firstPictureMs = Number.POSITIVE_INFINITY;
  #warmUpFramesLeft = warmUpFrames;
  #nextSample: number | null = null;

  constructor(options: EncoderOptions) {
    this.#options = options;
    const { format, ffmpegPath: path, clock, log } = options;
    this.#pictureBytes = (format.width * format.height * 3) / 2;
    this.#process = new FfmpegProcess({
      path,
      args: encoderArgs(format),
      stdin: { open: true },
      clock,
      log,
      readyDeadlineMs: startDeadlineMs,
      onStdout: (chunk) => this.#takeOutput(chunk),
      onEnded: (end, stderrTail) => {
        if (!this.#wasAsked) log.warn({ end, stderrTail: stderrTail.slice(-8) }, 'encoder ended by itself');
        this.#ended.resolve();
        options.onEnded(this.#wasAsked);
      },
    });
    this.#process.write([this.#header()]);
    this.#warmUp();
  }

  /** A picture would come out at once. */
  get isWarm(): boolean {
    return this.#process.state.name === 'running';
  }

  /** At most one picture waits: another one only makes everything later. */
  get canTakePicture(): boolean {
    return this.#process.unreadBytes < this.#pictureBytes;
  }

  /** The first call says where sound begins; later ones go on where the one before ended. */
  writeSound(pcm: Buffer, fromSample: number): void {
    // The frame before the first is made of the end of the warm-up and the first samples.
    this.#nextSample ??= fromSample - aacFrameSamples;
    this.#write(track.audio, pcm, fromSample / samplesPerMs + leadMs);
  }

  /** `picture` must stay as it is until `canTakePicture` has been true again twice. */
  writePicture(picture: Buffer, timestampMs: number): void {
    this.#firstPictureMs = Math.min(this.#firstPictureMs, timestampMs);
    this.#silentSinceMs ??= this.#options.clock.nowMs();
    this.#write(track.video, picture, timestampMs + leadMs);
  }

  /** To be called often: kills a child that has stopped. */
  checkHealth(): void {
    const nowMs = this.#options.clock.nowMs();
    const { unreadBytes } = this.#process;
    if (unreadBytes === 0 || unreadBytes < this.#lastUnreadBytes) this.#lastTookMs = nowMs;
    this.#lastUnreadBytes = unreadBytes;
    if (!this.isWarm || this.#silentSinceMs === null) return;
    const silentMs = nowMs - this.#silentSinceMs;
    const idleMs = Math.min(silentMs, nowMs - this.#lastTookMs);
    if (idleMs > stoppedAfterMs || silentMs > silentAfterMs) this.#process.kill('no output');
  }

  /** Everything that was written comes out as tags; resolves when the child is gone. */
  async finish(): Promise<void> {
    this.#wasAsked = true;
    this.#process.endInput();
    const cancel = this.#options.clock.after(byeGraceMs, () => this.#process.kill('did not end'));
    await this.#ended.promise;
    cancel();
  }

  /** It is replaced, as one that has failed. */
  kill(why: string): void {
    this.#process.kill(why);
  }

  close(): void {
    this.#wasAsked = true;
    this.#process.kill('closed');
  }

  #write(to: number, payload: Buffer, timestampMs: number): void {
    this.#process.write(this.#writer.block({ track: to, timestampMs, isKeyframe: true, payload }));
  }

  #warmUp(): void {
    const { clock, originMs } = this.#options;
    const nowS = Math.floor((clock.nowMs() - originMs) / 1000);
    const atMs = Math.max(0, nowS * 1000 + leadMs - warmUpLeadMs);
    this.#write(track.audio, Buffer.alloc(4 * warmUpFrames * aacFrameSamples), atMs);
    this.#write(track.video, Buffer.alloc(this.#pictureBytes, 128), atMs);
  }

  #header(): Buffer {
    const { width, height } = this.#options.format;
    return this.#writer.header([
      {
        number: track.video,
        codecId: 'V_UNCOMPRESSED',
        format: { kind: 'video', width, height, fourCc: 'I420' },
      },
      {
        number: track.audio,
        codecId: 'A_PCM/INT/LIT',
        format: { kind: 'audio', sampleRate, channels: 2, bitDepth: 16 },
      },
    ]);
  }

  #takeOutput(chunk: Buffer): void {
    try {
      this.#demuxer.push(chunk);
    } catch (err) {
      this.#options.log.error({ err }, 'the encoder wrote something unreadable');
      this.#process.kill('unreadable output');
    }
  }

  #takeItem(item: FlvItem): void {
    if (this.#silentSinceMs !== null) this.#silentSinceMs = this.#options.clock.nowMs();
    switch (item.kind) {
      case 'videoConfig':
        this.#video = readVideoConfig(item.avcC);
        this.#becomeWarm();
        break;
      case 'audioConfig':
        this.#audio = readAudioConfig(item.audioSpecificConfig);
        this.#becomeWarm();
        break;
      case 'video':
        this.#takeVideo({ ...item, timestampMs: item.timestampMs - leadMs });
        break;
      case 'audio':
        this.#takeAudio(item.payload);
        break;
      default:
        assertNever(item);
    }
  }

  #becomeWarm(): void {
    if (this.#video && this.#audio) this.#process.markReady();
  }

  #takeVideo(tag: Extract<MediaTag, { kind: 'video' }>): void {
    if (tag.timestampMs >= this.#firstPictureMs) this.#giveOut(tag);
  }

  /** Counted, not read: FLV's milliseconds are rounded, the frames are not. */
  #takeAudio(payload: Buffer): void {
    if (this.#warmUpFramesLeft > 0 || this.#nextSample === null) {
      this.#warmUpFramesLeft -= 1;
      return;
    }
    this.#giveOut({ kind: 'audio', sample: this.#nextSample, payload });
    this.#nextSample += aacFrameSamples;
  }

  #giveOut(tag: EncodedTag): void {
    const [video, audio] = [this.#video, this.#audio];
    if (!video || !audio) return;
    if (!this.#isAnnounced) this.#options.onConfig({ video, audio });
    this.#isAnnounced = true;
    this.#options.onTag(tag);
  }
}
