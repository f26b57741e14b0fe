import type { IngestView } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import { Disposables } from '../../core/Disposables.ts';
import type { RtmpMedia } from './RtmpSession.ts';
import type { MediaPart } from './rtmpMedia.ts';
import { type IngestFate, StreamMeter } from './StreamMeter.ts';

const everyMs = 1000;

/** Tells what comes in from an encoder, from its admission on, once a second. */
export class IngestReport {
  readonly #onMeasured: (ingest: IngestView | null) => void;
  readonly #clock: Clock;
  readonly #meter: StreamMeter;
  readonly #disposables = new Disposables();
  #fate: IngestFate = { isReencoded: false, isHeld: false };

  constructor({ onMeasured, clock }: { onMeasured: (ingest: IngestView | null) => void; clock: Clock }) {
    this.#onMeasured = onMeasured;
    this.#clock = clock;
    this.#meter = new StreamMeter(clock.nowMs());
    this.#tell();
    this.#disposables.add(clock.every(everyMs, () => this.#tell()));
  }

  note(media: RtmpMedia, part: MediaPart): void {
    this.#meter.note(media, part);
  }

  /** What becomes of it has changed: told at once. */
  noteFate(change: Partial<IngestFate>): void {
    const next = { ...this.#fate, ...change };
    const isOther = next.isHeld !== this.#fate.isHeld || next.isReencoded !== this.#fate.isReencoded;
    this.#fate = next;
    if (isOther && !this.#disposables.isDisposed) this.#tell();
  }

  /** Nothing comes in any more. Idempotent. */
  close(): void {
    if (this.#disposables.isDisposed) return;
    this.#disposables.dispose();
    this.#onMeasured(null);
  }

  #tell(): void {
    this.#onMeasured(this.#meter.read(this.#clock.nowMs(), this.#fate));
  }
}
