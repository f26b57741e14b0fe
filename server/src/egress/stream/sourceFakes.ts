import type { CompositorEnd } from '../compositor/CompositorProcess.ts';
import { aConfig, audioTag, videoTag } from '../delivery/deliveryFakes.ts';
import type { ComposedSourceOptions } from './ComposedSource.ts';
import type { SoloSourceOptions } from './SoloSource.ts';
import type { Composed, Solo } from './Source.ts';
import type { StreamItem } from './StreamItem.ts';

/** Gives a picture and a sound every 40 ms, with a keyframe each second, `lagMs` after their time, when it is told to. */
class FakeSource {
  readonly onItem: (item: StreamItem) => void;
  readonly lagMs: number;
  childCount = 1;
  isGiving = false;
  closes = 0;
  followed = 0;
  replaced: string[] = [];
  #hasGiven = false;
  #frame = 0;

  constructor(onItem: (item: StreamItem) => void, lagMs: number) {
    this.onItem = onItem;
    this.lagMs = lagMs;
  }

  follow(): void {
    this.followed++;
  }

  drain(): void {}

  replace(why: string): void {
    this.replaced.push(why);
  }

  async close(): Promise<void> {
    this.closes++;
    this.isGiving = false;
    this.childCount = 0;
  }

  beginAt(atMs: number): void {
    this.#frame = Math.ceil(atMs / 40);
    this.isGiving = true;
  }

  /** All that is due by then. */
  give(nowMs: number): void {
    for (; this.isGiving && this.#frame * 40 + this.lagMs <= nowMs; this.#frame++) {
      const atMs = this.#frame * 40;
      const isKeyframe = !this.#hasGiven || atMs % 1000 === 0;
      if (!this.#hasGiven) this.onItem({ kind: 'config', config: aConfig(), atMs, wallClockMs: atMs });
      this.#hasGiven = true;
      this.onItem(videoTag(atMs, isKeyframe));
      this.onItem(audioTag(atMs));
    }
  }
}

export class FakeSolo extends FakeSource implements Solo {
  readonly kind = 'solo';
  readonly restarts = 0;

  constructor({ onItem }: Pick<SoloSourceOptions, 'onItem'>) {
    super(onItem, 100);
  }

  async start(): Promise<void> {}
}

export class FakeComposed extends FakeSource implements Composed {
  readonly kind = 'composed';
  readonly stats = null;
  readonly peopleCount = 2;
  isReady = false;
  begunAtMs: number | null = null;
  /** What it does when it is told to begin. */
  isSilent = false;
  readonly #events: Pick<ComposedSourceOptions, 'onReady' | 'onEnded'>;
  #hasEnded = false;

  constructor(events: Pick<ComposedSourceOptions, 'onItem' | 'onReady' | 'onEnded'>) {
    super(events.onItem, 300);
    this.#events = events;
  }

  becomeReady(): void {
    if (this.#hasEnded || this.begunAtMs !== null) return;
    this.isReady = true;
    this.#events.onReady();
  }

  begin(atMs: number): void {
    this.isReady = false;
    this.begunAtMs = atMs;
    if (!this.isSilent) this.beginAt(atMs);
  }

  override replace(why: string): void {
    super.replace(why);
    this.end({ kind: 'killed', why });
  }

  end(end: CompositorEnd): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.isGiving = false;
    this.childCount = 0;
    this.#events.onEnded(end);
  }

  override async close(): Promise<void> {
    await super.close();
    this.end({ kind: 'stopped' });
  }
}
