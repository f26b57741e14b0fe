import type { Clock } from '../../../core/Clock.ts';
import type { Logger } from '../../../core/logger.ts';
import { pictureDecoderArgs, type TileFormat } from '../../ffmpeg/decoderArgs.ts';
import { avcDecoderConfiguration } from '../../matroska/codecPrivate.ts';
import type { MatroskaTrack } from '../../matroska/MatroskaWriter.ts';
import { RestartBudget } from '../../stream/RestartBudget.ts';
import { Decoder } from './Decoder.ts';
import type { VideoCodec } from './FrameAssembler.ts';
import { FrameQueue, type VideoFrame } from './FrameQueue.ts';
import { PictureGroup } from './PictureGroup.ts';
import type { UnitConfig, VideoUnit } from './VideoUnit.ts';

/** Whoever is hidden for a moment keeps their decoder. */
const lingerMs = 1500;
/** A publisher who changes codec all the time, and tiles that do their size, must not start a process each time. */
const startEveryMs = 500;

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
}

/**
 * Decodes a person's picture to the size of their tile, with one ffmpeg at a time. A successor (another size, another codec, a death)
 * begins with the newest keyframe and everything after it, and takes over when it has caught up: there is no gap.
 */
export class PictureDecoding {
  readonly #queue = new FrameQueue();
  readonly #options: PictureDecodingOptions;
  readonly #group = new PictureGroup();
  readonly #budget = new RestartBudget();
  readonly #children = new Set<Decoder>();
  #tile: TileFormat | null = null;
  #hiddenAtMs = 0;
  #shown: Running | null = null;
  #next: Running | null = null;
  #restarts = 0;
  #isClosed = false;
  #mayStartAtMs = Number.NEGATIVE_INFINITY;

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
    this.#hiddenAtMs = this.#options.clock.nowMs();
  }

  /** The newest picture at or before `atMs`, while there is a tile. Those before it are released: `atMs` never goes back. */
  frameAt(atMs: number): VideoFrame | null {
    const frame = this.#queue.takeTo(atMs);
    return this.#tile ? frame : null;
  }

  /** A picture that can be decoded after those before it. */
  push(unit: VideoUnit): void {
    if (this.#isClosed) return;
    this.#group.push(unit);
    if (this.#group.wantsKeyframe) this.#options.onKeyFrameWanted();
    if (this.#shown) this.#feed(this.#shown, unit);
    if (this.#next) this.#feed(this.#next, unit);
    this.#keepUp();
  }

  /** What has come is not to be shown again: no decoder begins with it. The next unit is a keyframe. */
  forget(): void {
    this.#group.clear();
  }

  /** To be called now and then: decoders are started and stopped here. */
  tick(): void {
    if (this.#isClosed) return;
    this.#shown?.decoder.killIfHung();
    this.#next?.decoder.killIfHung();
    this.#keepUp();
  }

  /** Begins anew with the next keyframe. */
  reset(): void {
    this.forget();
    this.#stop();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#tile = null;
    this.#stop();
    await Promise.all([...this.#children].map((child) => child.close()));
  }

  #feed(running: Running, unit: VideoUnit): void {
    if (running.codec !== unit.codec) return;
    const isTaken = running.decoder.offer({ ...unit, isKeyframe: unit.config !== null });
    if (!isTaken) this.#options.onKeyFrameWanted();
  }

  /** Whatever was wished meanwhile, the newest wish is what is started for. */
  #keepUp(): void {
    const nowMs = this.#options.clock.nowMs();
    if (this.#tile) {
      if (nowMs >= this.#mayStartAtMs && this.#needsSuccessor(this.#tile)) this.#start(this.#tile, nowMs);
    } else if (nowMs - this.#hiddenAtMs >= lingerMs) this.#stop();
  }

  #needsSuccessor(tile: TileFormat): boolean {
    const newest = this.#next ?? this.#shown;
    if (!newest || newest.codec !== (this.#group.units[0]?.codec ?? newest.codec)) return true;
    // One that has begun gives output before another takes its place.
    return !this.#next && !isSameTile(newest.tile, tile);
  }

  #start(tile: TileFormat, nowMs: number): void {
    const [first] = this.#group.units;
    const newest = this.#group.units.at(-1);
    if (!first?.config || !newest) {
      this.#options.onKeyFrameWanted();
      return;
    }
    this.#mayStartAtMs = nowMs + startEveryMs;
    void this.#next?.decoder.close();
    this.#next = null;
    this.#next = this.#open(tile, first.config, newest.timestampMs);
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
    const running: Running = { decoder, tile, codec: config.codec, readyAtMs: null };
    this.#children.add(decoder);
    return running;
  }

  #decoded(running: Running, timestampMs: number, data: Buffer): void {
    running.readyAtMs ??= this.#options.clock.nowMs();
    const newestMs = this.#queue.newest?.timestampMs ?? Number.NEGATIVE_INFINITY;
    if (running === this.#next && timestampMs >= newestMs) this.#takeOver(running);
    const { width, height } = running.tile;
    if (running === this.#shown) this.#queue.push({ width, height, timestampMs, data });
  }

  #takeOver(successor: Running): void {
    void this.#shown?.decoder.close();
    this.#shown = successor;
    this.#next = null;
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
    if (!this.#next) this.#mayStartAtMs = Math.max(this.#mayStartAtMs, clock.nowMs() + delayMs);
  }

  #stop(): void {
    const running = [this.#shown, this.#next];
    this.#shown = null;
    this.#next = null;
    for (const each of running) void each?.decoder.close();
    this.#queue.clear();
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
