import { readAudioConfig, readVideoConfig } from '../../codecs/decoderConfigs.ts';
import { assertNever } from '../../core/assertNever.ts';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import { egressArgs } from '../ffmpeg/egressArgs.ts';
import { type FfmpegEnd, FfmpegProcess } from '../ffmpeg/FfmpegProcess.ts';
import { feedLeadMs, RtpFeed } from '../ffmpeg/RtpFeed.ts';
import { egressSdp } from '../ffmpeg/sdp.ts';
import { findRtpPort } from '../ffmpeg/udpPorts.ts';
import { FlvDemuxer, type FlvItem } from '../flv/FlvDemuxer.ts';
import type { MediaTag, StreamConfig } from '../MediaTag.ts';
import { isFlushSlice } from '../rtp/flushSlice.ts';
import type { VideoConfig } from '../rtp/VideoConfig.ts';

const readyDeadlineMs = 5000;
/** ffmpeg has read the end of its input and written out the rest by then. */
const byeGraceMs = 500;
/** A child that takes packets gives several tags in this time. */
const hungAfterMs = 2000;

export interface GenerationOptions {
  config: VideoConfig;
  /** The timeline's time of its first keyframe. */
  startMs: number;
  ffmpegPath: string;
  clock: Clock;
  log: Logger;
  onConfig: (config: StreamConfig) => void;
  onTag: (tag: MediaTag) => void;
  /** Exactly once, whether or not `stop` was asked for. */
  onEnded: (end: FfmpegEnd) => void;
}

/** One ffmpeg child from its first packet to its last tag, for as long as the video's parameters stay the same. Tags are on the timeline. */
export class FfmpegGeneration {
  readonly config: VideoConfig;
  readonly startMs: number;
  readonly #options: GenerationOptions;
  readonly #feed: RtpFeed;
  readonly #demuxer: FlvDemuxer;
  #process: FfmpegProcess | null = null;
  #isStopped = false;
  #isEnded = false;
  #videoConfig: StreamConfig['video'] | null = null;
  #audioConfig: StreamConfig['audio'] | null = null;
  #hasVideo = false;
  /** Also when output was to be expected from: the config's coming. */
  #lastTagAtMs = 0;

  constructor(options: GenerationOptions) {
    this.#options = options;
    this.config = options.config;
    this.startMs = options.startMs;
    this.#feed = new RtpFeed(options.clock, options.startMs);
    this.#demuxer = new FlvDemuxer((item) => this.#takeItem(item));
    this.#start().catch((cause: unknown) => {
      if (this.#process) this.#process.kill('cannot be fed');
      else
        this.#end({ kind: 'spawn_failed', cause: cause instanceof Error ? cause : new Error(String(cause)) });
    });
  }

  /** Tags have come out. */
  get isReady(): boolean {
    return this.#process?.state.name === 'running';
  }

  send(kind: 'video' | 'audio', packet: Buffer): void {
    this.#feed.send(kind, packet);
  }

  /** Kills a child that takes packets and gives nothing; one that is only starting has its own deadline. */
  killIfHung(): void {
    const silentMs = this.#options.clock.nowMs() - this.#lastTagAtMs;
    if (this.isReady && silentMs > hungAfterMs) this.#process?.kill('no output');
  }

  /** For one whose output is of no use. */
  kill(why: string): void {
    this.#process?.kill(why);
  }

  /** Lets ffmpeg give out what it holds, as tags like those before; resolves when it is gone. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#feed.end();
    if (this.#process) await this.#process.stop(byeGraceMs);
  }

  async #start(): Promise<void> {
    const [video, audio] = [await findRtpPort(), await findRtpPort()];
    if (this.#isStopped) return this.#end({ kind: 'stopped' });
    const { ffmpegPath: path, clock, log, config } = this.#options;
    this.#process = new FfmpegProcess({
      path,
      args: egressArgs(config.codec),
      stdin: egressSdp({ video, audio }, config),
      clock,
      log,
      readyDeadlineMs,
      onStdout: (chunk) => this.#takeOutput(chunk),
      onEnded: (end, stderrTail) => {
        if (end.kind !== 'stopped') log.warn({ end, stderrTail }, 'egress ffmpeg ended by itself');
        this.#end(end);
      },
    });
    await this.#feed.connect({ video, audio });
  }

  #end(end: FfmpegEnd): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#feed.close();
    this.#options.onEnded(end);
  }

  #takeOutput(chunk: Buffer): void {
    try {
      this.#demuxer.push(chunk);
    } catch (err) {
      this.#options.log.error({ err }, 'ffmpeg wrote something unreadable');
      this.#process?.kill('unreadable output');
    }
  }

  #takeItem(item: FlvItem): void {
    switch (item.kind) {
      case 'videoConfig':
        this.#videoConfig = readVideoConfig(item.avcC);
        this.#announceConfig();
        break;
      case 'audioConfig':
        this.#audioConfig = readAudioConfig(item.audioSpecificConfig);
        this.#announceConfig();
        break;
      case 'video':
        this.#takeVideo(item);
        break;
      case 'audio':
        this.#emit({ ...item, timestampMs: this.#timelineMs(item.timestampMs) });
        break;
      default:
        assertNever(item);
    }
  }

  #announceConfig(): void {
    if (this.#videoConfig && this.#audioConfig && !this.isReady) {
      this.#process?.markReady();
      this.#lastTagAtMs = this.#options.clock.nowMs();
      this.#options.onConfig({ video: this.#videoConfig, audio: this.#audioConfig });
    }
  }

  #takeVideo(item: Extract<FlvItem, { kind: 'video' }>): void {
    if (isFlushSlice(item.payload)) return;
    if (!this.#hasVideo && !item.isKeyframe) return;
    // ffmpeg does not know the first packet's time, because it took the packet apart while probing. We do. For some packets after
    // that it guesses a decode time of up to a second earlier; but what the normaliser sends is decoded when it is shown.
    const shownMs = item.timestampMs + item.compositionMs;
    const timestampMs = this.#hasVideo ? this.#timelineMs(shownMs) : Math.round(this.startMs);
    this.#hasVideo = true;
    this.#emit({ ...item, timestampMs, compositionMs: 0 });
  }

  #emit(tag: MediaTag): void {
    if (!this.isReady && this.#process?.state.name !== 'stopping') return;
    this.#lastTagAtMs = this.#options.clock.nowMs();
    this.#options.onTag(tag);
  }

  #timelineMs(ffmpegMs: number): number {
    return Math.round(ffmpegMs - feedLeadMs + this.startMs);
  }
}
