import type { LayoutInForce } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import { isSameStreamConfig } from '../delivery/isSameStreamConfig.ts';
import { Signal } from '../delivery/Signal.ts';
import type { EgressSink, MediaTag, StreamConfig } from '../MediaTag.ts';
import { BacklogLimit } from './BacklogLimit.ts';
import {
  defaultSlowPlayerPolicy,
  FlvPlayer,
  type PlayerConnection,
  type SlowPlayerPolicy,
} from './FlvPlayer.ts';
import { layoutBytes } from './flvBytes.ts';
import { GaplessTimeline } from './GaplessTimeline.ts';
import { GopCache } from './GopCache.ts';
import { type TagBatch, TagBatcher } from './TagBatcher.ts';

export interface RelayOptions {
  clock: Clock;
  log: Logger;
  policy?: SlowPlayerPolicy;
}

// A reader that has stopped must not keep its socket for ever once the show is over.
const endGraceMs = 10_000;

/**
 * Fans one egress stream out to its HTTP-FLV players and guarantees that each gets a picture at once and that none can hold up
 * another or fill the memory.
 *
 * Timestamps are the stream's (without its holes), not rebased per player. A tag is then serialised once for everybody, and what a player sees is
 * what every RTMP-based CDN sends to somebody who comes late, which is the case that WeChat's live-player, mpegts.js and ffmpeg
 * are built for: all take the first tag as their zero.
 */
export class Relay implements EgressSink {
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #policy: SlowPlayerPolicy;
  readonly #players = new Map<FlvPlayer, PlayerConnection>();
  readonly #batcher = new TagBatcher((batch) => this.#fanOut(batch));
  readonly #gop = new GopCache();
  readonly #backlogLimit = new BacklogLimit();
  readonly #timeline = new GaplessTimeline();
  readonly #progress: Signal;
  #config: StreamConfig | null = null;
  /** In force now, and at the beginning of what `#gop` holds. Null until there has been a composed one: see `onLayout`. */
  #layout: LayoutInForce | null = null;
  #gopLayout: LayoutInForce | null = null;
  #awaitsKeyframe = true;
  /** Groups of pictures that begin before this are not kept for those who come later. */
  #keepsFromMs = Number.NEGATIVE_INFINITY;
  #keepsGop = true;
  #isOver = false;
  #cutCount = 0;
  #cancelEndTimer: () => void = () => {};

  constructor({ clock, log, policy = defaultSlowPlayerPolicy }: RelayOptions) {
    this.#clock = clock;
    this.#log = log;
    this.#policy = policy;
    this.#progress = new Signal(clock);
  }

  get playerCount(): number {
    return this.#players.size;
  }

  /** Players cut for being slow, since the beginning. */
  get cutCount(): number {
    return this.#cutCount;
  }

  /** True once a player that joins would see a picture at once; false when that did not come in time or the stream is over. */
  async ready(timeoutMs: number): Promise<boolean> {
    await this.#progress.until(() => this.#isOver || this.#hasPicture(), timeoutMs);
    return !this.#isOver && this.#hasPicture();
  }

  addPlayer(connection: PlayerConnection): { close(): void } {
    const player = new FlvPlayer(connection, this.#policy, () => this.#onCut(player));
    if (this.#isOver) {
      player.end();
      return player;
    }
    this.#players.set(player, connection);
    const gop = this.#gop.content();
    const headers = this.#config && { config: this.#config, layout: this.#gopLayout };
    if (gop && headers) player.begin(headers, gop, this.#layout);
    return { close: () => this.#remove(player) };
  }

  onConfig(config: StreamConfig): void {
    if (this.#config && isSameStreamConfig(this.#config, config)) return;
    this.#batcher.flush();
    this.#config = config;
    this.#gop.clear();
    this.#timeline.renewDecoder();
    this.#awaitsKeyframe = true;
  }

  onTag(tag: MediaTag): void {
    if (this.#isOver) return;
    if (tag.kind === 'video' && tag.isKeyframe) {
      this.#awaitsKeyframe = false;
      this.#keepsGop = tag.timestampMs >= this.#keepsFromMs;
    }
    // Players get a new configuration's headers with its keyframe; audio of it that comes before could not be decoded.
    if (!this.#awaitsKeyframe) this.#batcher.add(this.#timeline.place(tag));
  }

  /**
   * A stream that has never been composed has no script tags for it: the anchor's picture is all that there is, and its players see
   * two streams and nothing else.
   */
  onLayout(layout: LayoutInForce, at: { timestampMs: number }): void {
    if (this.#isOver || (!layout.isComposed && this.#layout === null)) return;
    this.#layout = layout;
    // Otherwise it follows the new headers.
    if (this.#awaitsKeyframe) return;
    this.#batcher.flush();
    const timestampMs = this.#timeline.timeOf(at.timestampMs);
    const bytes = layoutBytes(layout, timestampMs);
    this.#fanOut({ bytes, startsWithKeyframe: false, timestampMs, endMs: timestampMs });
  }

  /** Who comes after this waits for a keyframe without them. */
  onPersonGone(timestampMs: number): void {
    this.#keepsFromMs = timestampMs;
    this.#keepsGop = false;
    this.#gop.clear();
  }

  onEnd(): void {
    if (this.#isOver) return;
    this.#batcher.flush();
    this.#isOver = true;
    this.#gop.clear();
    for (const player of this.#players.keys()) player.end();
    if (this.#players.size > 0) this.#cancelEndTimer = this.#clock.after(endGraceMs, () => this.close());
    this.#progress.notify();
  }

  /** The stream was given up without the show having ended: players are cut, so that they come again. */
  close(): void {
    this.#isOver = true;
    this.#batcher.discard();
    this.#gop.clear();
    for (const [player, connection] of this.#players) {
      player.close();
      connection.destroy();
    }
    this.#players.clear();
    this.#cancelEndTimer();
    this.#progress.notify();
  }

  #hasPicture(): boolean {
    return this.#gop.hasContent;
  }

  #fanOut(batch: TagBatch): void {
    const hadPicture = this.#hasPicture();
    if (batch.startsWithKeyframe) this.#gopLayout = this.#layout;
    if (this.#keepsGop) this.#gop.add(batch);
    this.#backlogLimit.add(batch.timestampMs, batch.bytes.length);
    if (!this.#config) return;
    const delivery = {
      batch,
      config: this.#config,
      layout: this.#layout,
      backlogLimitBytes: this.#backlogLimit.bytes,
      nowMs: this.#clock.nowMs(),
    };
    for (const player of this.#players.keys()) player.deliver(delivery);
    if (!hadPicture) this.#progress.notify();
  }

  #onCut(player: FlvPlayer): void {
    this.#cutCount += 1;
    this.#remove(player);
    this.#log.info({ players: this.#players.size }, 'slow FLV player cut');
  }

  #remove(player: FlvPlayer): void {
    player.close();
    this.#players.delete(player);
    if (this.#players.size === 0) this.#cancelEndTimer();
  }
}
