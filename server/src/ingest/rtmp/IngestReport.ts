import type { IngestView } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import { Disposables } from '../../core/Disposables.ts';
import type { RtmpMedia } from './RtmpSession.ts';
import type { MediaPart } from './rtmpMedia.ts';
import { StreamMeter } from './StreamMeter.ts';

const everyMs = 1000;

/** Tells what comes in from an encoder, from its admission on, once a second. */
export class IngestReport {
  readonly #onMeasured: (ingest: IngestView | null) => void;
  readonly #clock: Clock;
  readonly #meter: StreamMeter;
  readonly #disposables = new Disposables();
  #isReencoded = false;

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

  noteEncoding(isReencoded: boolean): void {
    this.#isReencoded = isReencoded;
  }

  /** Nothing comes in any more. Idempotent. */
  close(): void {
    if (this.#disposables.isDisposed) return;
    this.#disposables.dispose();
    this.#onMeasured(null);
  }

  #tell(): void {
    this.#onMeasured(this.#meter.read(this.#clock.nowMs(), this.#isReencoded));
  }
}
