import type { Clock } from '../../../core/Clock.ts';
import type { Logger } from '../../../core/logger.ts';
import { pictureDecoderArgs, type TileFormat } from '../../ffmpeg/decoderArgs.ts';
import { avcDecoderConfiguration } from '../../matroska/codecPrivate.ts';
import type { MatroskaTrack } from '../../matroska/MatroskaWriter.ts';
import { RestartBudget } from '../../stream/RestartBudget.ts';
import { Decoder } from './Decoder.ts';
import type { VideoCodec } from './FrameAssembler.ts';
import { FrameQueue } from './FrameQueue.ts';
import { PictureGroup } from './PictureGroup.ts';
import type { UnitConfig, VideoUnit } from './VideoUnit.ts';

export interface PictureDecodingOptions {
  ffmpegPath: string;
  clock: Clock;
  log: Logger;
  /** May be called for every picture until a keyframe comes. */
  onKeyFrameWanted: () => void;
}

interface Running {
  decoder: Decoder;
  tile: TileFormat;
  codec: VideoCodec;
  /** Of its first picture. */
  readyAtMs: number | null;
  /** It missed a picture: it gets the next keyframe. */
  needsKeyframe: boolean;
}

/**
 * Decodes a person's picture to the size of their tile, with one ffmpeg at a time. A successor (another size, another codec, a death)
 * begins with the newest keyframe and everything after it, and takes over when it has caught up: there is no gap.
 */
export class PictureDecoding {
  readonly queue = new FrameQueue();
  readonly #options: PictureDecodingOptions;
  readonly #group = new PictureGroup();
  readonly #budget = new RestartBudget();
  readonly #children = new Set<Decoder>();
  #tile: TileFormat | null = null;
  #shown: Running | null = null;
  #next: Running | null = null;
  #restarts = 0;
  #isClosed = false;
  #isWaitingToRestart = false;
  #cancelRestart: () => void = () => {};

  constructor(options: PictureDecodingOptions) {
    this.#options = options;
  }

  /** Children that are there, those that are just ending included. */
  get decoders(): number {
    return this.#children.size;
  }

  get restarts(): number {
    return this.#restarts;
  }

  setTile(tile: TileFormat | null): void {
    if (isSameTile(tile, this.#tile)) return;
    this.#tile = tile;
    if (!tile) this.#stop();
    else if (!this.#shown || !isSameTile(this.#shown.tile, tile)) this.#start();
  }

  /** A picture that can be decoded after those before it. */
  push(unit: VideoUnit): void {
    if (this.#isClosed) return;
    this.#group.push(unit);
    if (this.#group.wantsKeyframe) this.#options.onKeyFrameWanted();
    const newest = this.#next ?? this.#shown;
    if (this.#tile && newest?.codec !== unit.codec) {
      this.#start();
      return;
    }
    if (this.#shown) this.#feed(this.#shown, unit);
    if (this.#next) this.#feed(this.#next, unit);
  }

  /** What has come is not to be shown again: no decoder begins with it. The next unit is a keyframe. */
  forget(): void {
    this.#group.clear();
  }

  /** To be called now and then. */
  tick(): void {
    this.#shown?.decoder.killIfHung();
    this.#next?.decoder.killIfHung();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#tile = null;
    this.#stop();
    await Promise.all([...this.#children].map((child) => child.close()));
  }

  #feed(running: Running, unit: VideoUnit): void {
    if (running.codec !== unit.codec) return;
    if (running.needsKeyframe && !unit.config) return;
    if (running.decoder.isCongested) {
      if (!running.needsKeyframe) this.#options.onKeyFrameWanted();
      running.needsKeyframe = true;
      return;
    }
    running.needsKeyframe = false;
    running.decoder.write({ ...unit, isKeyframe: unit.config !== null });
  }

  /** Begins a successor. One that has begun gives output before another takes its place, unless nothing can come of it. */
  #start(): void {
    const [first] = this.#group.units;
    const newest = this.#group.units.at(-1);
    if (!this.#tile || this.#isWaitingToRestart) return;
    if (!first?.config || !newest) {
      this.#options.onKeyFrameWanted();
      return;
    }
    if (this.#next?.codec === first.codec) return;
    void this.#next?.decoder.close();
    this.#next = this.#open(this.#tile, first.config, newest.timestampMs);
    for (const unit of this.#group.units) this.#feed(this.#next, unit);
  }

  #open(tile: TileFormat, config: UnitConfig, fromMs: number): Running {
    const { ffmpegPath, clock, log } = this.#options;
    const decoder: Decoder = new Decoder({
      ffmpegPath,
      args: pictureDecoderArgs(tile, Math.round(fromMs) - 1),
      track: matroskaTrack(config),
      clock,
      log,
      onDecoded: (timestampMs, data) => this.#decoded(running, timestampMs, data),
      onEnded: () => this.#ended(running),
    });
    const running: Running = { decoder, tile, codec: config.codec, readyAtMs: null, needsKeyframe: false };
    this.#children.add(decoder);
    return running;
  }

  #decoded(running: Running, timestampMs: number, data: Buffer): void {
    running.readyAtMs ??= this.#options.clock.nowMs();
    const newestMs = this.queue.newest?.timestampMs ?? Number.NEGATIVE_INFINITY;
    if (running === this.#next && timestampMs >= newestMs) this.#takeOver(running);
    const { width, height } = running.tile;
    if (running === this.#shown) this.queue.push({ width, height, timestampMs, data });
  }

  #takeOver(successor: Running): void {
    void this.#shown?.decoder.close();
    this.#shown = successor;
    this.#next = null;
    if (!isSameTile(successor.tile, this.#tile)) this.#start();
  }

  #ended(running: Running): void {
    this.#children.delete(running.decoder);
    const wasWanted = running === this.#shown || running === this.#next;
    if (running === this.#shown) this.#shown = null;
    if (running === this.#next) this.#next = null;
    if (!wasWanted || this.#isClosed) return;
    this.#restarts++;
    const { clock, log, onKeyFrameWanted } = this.#options;
    // It may have died of what it was given.
    onKeyFrameWanted();
    const delayMs = this.#budget.delayAfter(clock.nowMs() - (running.readyAtMs ?? clock.nowMs()));
    log.warn({ delayMs, restarts: this.#restarts }, 'picture decoder is replaced');
    if (this.#next) return;
    this.#isWaitingToRestart = true;
    this.#cancelRestart = clock.after(delayMs, () => {
      this.#isWaitingToRestart = false;
      this.#start();
    });
  }

  #stop(): void {
    this.#cancelRestart();
    this.#isWaitingToRestart = false;
    const running = [this.#shown, this.#next];
    this.#shown = null;
    this.#next = null;
    for (const each of running) void each?.decoder.close();
    this.queue.clear();
  }
}

function matroskaTrack(config: UnitConfig): Omit<MatroskaTrack, 'number'> {
  const format = { kind: 'video' as const, width: config.width, height: config.height };
  if (config.codec === 'VP8') return { codecId: 'V_VP8', format };
  const codecPrivate = avcDecoderConfiguration(config.sps, config.pps);
  return { codecId: 'V_MPEG4/ISO/AVC', codecPrivate, format };
}

function isSameTile(a: TileFormat | null, b: TileFormat | null): boolean {
  return a?.width === b?.width && a?.height === b?.height && a?.fit === b?.fit;
}
