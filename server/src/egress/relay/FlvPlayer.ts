import type { LayoutInForce } from '@lianmai/shared';
import type { StreamConfig } from '../MediaTag.ts';
import { earlierTags, flvFileHeader, layoutBytes, metadataBytes, sequenceHeaderBytes } from './flvBytes.ts';
import type { TagBatch } from './TagBatcher.ts';

/** What a player is written to; an HTTP response is one. */
export interface PlayerConnection {
  /** Bytes written and not yet taken by the kernel. */
  readonly writableLength: number;
  write(bytes: Buffer): unknown;
  end(): unknown;
  destroy(): unknown;
}

const gapAfterSkipMs = 40;

export interface SlowPlayerPolicy {
  /** A player that could not take a keyframe for so long is cut. */
  maxSkippingMs: number;
  /** So many skips within `skipWindowMs` also end it: it cannot carry this stream. */
  maxSkips: number;
  skipWindowMs: number;
}

export const defaultSlowPlayerPolicy: SlowPlayerPolicy = {
  maxSkippingMs: 15_000,
  maxSkips: 10,
  skipWindowMs: 60_000,
};

type PlayerState =
  | { kind: 'waiting' }
  | { kind: 'playing' }
  | { kind: 'skipping'; sinceMs: number }
  | { kind: 'closed' };

/** What a player must have been told before a batch. */
interface Headers {
  config: StreamConfig;
  /** In force at the batch's beginning. Null while none was worth telling. */
  layout: LayoutInForce | null;
}

export interface Delivery extends Headers {
  batch: TagBatch;
  backlogLimitBytes: number;
  nowMs: number;
}

/**
 * One HTTP-FLV player. It only ever receives a decodable stream: headers, then from a keyframe on without holes, or from a later
 * keyframe on after a skip. It never holds more than the backlog limit beyond its first burst.
 */
export class FlvPlayer {
  readonly #connection: PlayerConnection;
  readonly #policy: SlowPlayerPolicy;
  readonly #onCut: () => void;
  #state: PlayerState = { kind: 'waiting' };
  #sentConfig: StreamConfig | null = null;
  #sentLayout: LayoutInForce | null = null;
  /** The first burst is more than a slow player's backlog may be; it is forgiven until it has drained once. */
  #allowanceBytes = 0;
  #skipsAtMs: number[] = [];
  /** Where the last tag sent stands in the stream, and how much was skipped before it. */
  #endMs = 0;
  #skippedMs = 0;

  constructor(connection: PlayerConnection, policy: SlowPlayerPolicy, onCut: () => void) {
    this.#connection = connection;
    this.#policy = policy;
    this.#onCut = onCut;
  }

  get isClosed(): boolean {
    return this.#state.kind === 'closed';
  }

  /** Begins with what the Relay has kept since the last keyframe; `layout` is in force at its end. */
  begin(headers: Headers, gop: TagBatch, layout: LayoutInForce | null): void {
    this.#play(headers, gop);
    this.#sentLayout = layout;
  }

  deliver({ batch, config, layout, backlogLimitBytes, nowMs }: Delivery): void {
    if (this.#state.kind === 'closed') return;
    const backlogBytes = this.#connection.writableLength;
    if (backlogBytes <= backlogLimitBytes) this.#allowanceBytes = 0;
    if (this.#state.kind === 'playing') {
      if (backlogBytes > backlogLimitBytes + this.#allowanceBytes) this.#startSkipping(nowMs);
      else if (batch.startsWithKeyframe) this.#play({ config, layout }, batch);
      else {
        this.#write(batch);
        // A change of layout is a batch of its own.
        this.#sentLayout = layout;
      }
      return;
    }
    const canResume = this.#state.kind === 'waiting' || backlogBytes <= backlogLimitBytes / 4;
    if (batch.startsWithKeyframe && canResume) this.#play({ config, layout }, batch);
    else if (this.#state.kind === 'skipping' && nowMs - this.#state.sinceMs > this.#policy.maxSkippingMs)
      this.#cut();
  }

  /** The show ended: whatever is queued still goes out. */
  end(): void {
    if (this.#state.kind === 'closed') return;
    this.#state = { kind: 'closed' };
    this.#connection.end();
  }

  /** The connection is gone. */
  close(): void {
    this.#state = { kind: 'closed' };
  }

  #play({ config, layout }: Headers, batch: TagBatch): void {
    // What was skipped must not be a hole in the player's time: it would wait there.
    if (this.#state.kind === 'skipping') this.#skippedMs += batch.timestampMs - this.#endMs - gapAfterSkipMs;
    const atMs = batch.timestampMs - this.#skippedMs;
    const hasNewConfig = this.#sentConfig !== config;
    if (hasNewConfig) this.#connection.write(this.#headersFor(config, atMs));
    if (layout && (hasNewConfig || this.#sentLayout !== layout))
      this.#connection.write(layoutBytes(layout, atMs));
    if (this.#sentConfig === null) this.#allowanceBytes = batch.bytes.length;
    this.#sentConfig = config;
    this.#sentLayout = layout;
    this.#state = { kind: 'playing' };
    this.#write(batch);
  }

  #write(batch: TagBatch): void {
    this.#endMs = batch.endMs;
    this.#connection.write(this.#skippedMs === 0 ? batch.bytes : earlierTags(batch.bytes, this.#skippedMs));
  }

  #headersFor(config: StreamConfig, timestampMs: number): Buffer {
    const sequenceHeaders = sequenceHeaderBytes(config, timestampMs);
    if (this.#sentConfig !== null) return sequenceHeaders;
    return Buffer.concat([flvFileHeader, metadataBytes(config), sequenceHeaders]);
  }

  #startSkipping(nowMs: number): void {
    this.#skipsAtMs = this.#skipsAtMs.filter((atMs) => nowMs - atMs < this.#policy.skipWindowMs);
    this.#skipsAtMs.push(nowMs);
    if (this.#skipsAtMs.length > this.#policy.maxSkips) this.#cut();
    else this.#state = { kind: 'skipping', sinceMs: nowMs };
  }

  #cut(): void {
    this.#state = { kind: 'closed' };
    this.#connection.destroy();
    this.#onCut();
  }
}
