import type { LayoutInForce } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import { Packager } from '../hls/Packager.ts';
import type { EgressOutputs, MediaTag, StreamConfig } from '../MediaTag.ts';
import { Relay } from '../relay/Relay.ts';
import { LatestKeyframe } from './LatestKeyframe.ts';

/** What one room's egress stream is delivered through: HTTP-FLV and HLS, fed side by side. */
export class RoomOutputs implements EgressOutputs {
  readonly relay: Relay;
  readonly packager: Packager;
  readonly keyframe = new LatestKeyframe();
  readonly #onceOver = new Set<() => void>();
  #isOver = false;

  constructor({ clock, log }: { clock: Clock; log: Logger }) {
    this.relay = new Relay({ clock, log });
    this.packager = new Packager({ clock });
  }

  get playerCount(): number {
    return this.relay.playerCount;
  }

  get playersCut(): number {
    return this.relay.cutCount;
  }

  /** The show ended or the stream was given up: there will be nothing new. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Calls `listener` once when the stream is over; the returned function takes it back. */
  onceOver(listener: () => void): () => void {
    if (this.#isOver) listener();
    else this.#onceOver.add(listener);
    return () => this.#onceOver.delete(listener);
  }

  onConfig(config: StreamConfig, at: { timestampMs: number; wallClockMs: number }): void {
    this.keyframe.onConfig(config);
    this.relay.onConfig(config);
    this.packager.onConfig(config, at);
  }

  onTag(tag: MediaTag): void {
    this.keyframe.onTag(tag);
    this.relay.onTag(tag);
    this.packager.onTag(tag);
  }

  onLayout(layout: LayoutInForce, at: { timestampMs: number; wallClockMs: number }): void {
    this.relay.onLayout(layout, at);
    this.packager.onLayout(layout, at);
  }

  onPersonGone(timestampMs: number): void {
    this.keyframe.clear();
    this.relay.onPersonGone(timestampMs);
  }

  onEnd(): void {
    if (this.#isOver) return;
    this.relay.onEnd();
    this.packager.onEnd();
    this.#finish();
  }

  close(): void {
    if (this.#isOver) return;
    this.relay.close();
    this.packager.close();
    this.#finish();
  }

  #finish(): void {
    this.#isOver = true;
    this.keyframe.clear();
    const listeners = [...this.#onceOver];
    this.#onceOver.clear();
    for (const listener of listeners) listener();
  }
}
