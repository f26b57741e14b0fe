import type { Clock } from '../../../core/Clock.ts';
import type { Logger } from '../../../core/logger.ts';
import { soundDecoderArgs } from '../../ffmpeg/decoderArgs.ts';
import { opusHead } from '../../matroska/codecPrivate.ts';
import { RestartBudget } from '../../stream/RestartBudget.ts';
import { Decoder } from './Decoder.ts';
import { SoundRing } from './SoundRing.ts';

const startEveryMs = 500;
/** A track that is replaced has a successor by then: its decoder goes on. */
const lingerMs = 5000;

export interface SoundDecodingOptions {
  ffmpegPath: string;
  clock: Clock;
  log: Logger;
}

/**
 * Decodes a person's sound, in an ffmpeg of its own: nothing that happens to the picture (another size, a hang, a flood of catching
 * up) is ever heard. Runs while there is a track.
 */
export class SoundDecoding {
  readonly ring = new SoundRing();
  readonly #options: SoundDecodingOptions;
  readonly #budget = new RestartBudget();
  readonly #children = new Set<Decoder>();
  #decoder: Decoder | null = null;
  #startedAtMs = 0;
  #isWanted = false;
  #restarts = 0;
  #mayStartAtMs = Number.NEGATIVE_INFINITY;
  #cancelLinger: () => void = () => {};

  constructor(options: SoundDecodingOptions) {
    this.#options = options;
  }

  get decoders(): number {
    return this.#children.size;
  }

  get restarts(): number {
    return this.#restarts;
  }

  begin(): void {
    this.#cancelLinger();
    this.#isWanted = true;
    this.#keepUp();
  }

  end(): void {
    this.#cancelLinger();
    this.#cancelLinger = this.#options.clock.after(lingerMs, () => void this.close());
  }

  /** One Opus packet. */
  push(timestampMs: number, data: Buffer): void {
    this.#decoder?.offer({ timestampMs, isKeyframe: true, data });
  }

  /** To be called now and then. */
  tick(): void {
    this.#decoder?.killIfHung();
    this.#keepUp();
  }

  /** Begins anew, if there is a track. */
  reset(): void {
    void this.#decoder?.close();
    this.#decoder = null;
    this.#mayStartAtMs = Math.max(this.#mayStartAtMs, this.#startedAtMs + startEveryMs);
  }

  async close(): Promise<void> {
    this.#isWanted = false;
    this.#cancelLinger();
    this.#decoder = null;
    await Promise.all([...this.#children].map((child) => child.close()));
  }

  #keepUp(): void {
    const isDue = this.#options.clock.nowMs() >= this.#mayStartAtMs;
    if (this.#isWanted && !this.#decoder && isDue) this.#start();
  }

  #start(): void {
    const { ffmpegPath, clock, log } = this.#options;
    const decoder: Decoder = new Decoder({
      ffmpegPath,
      args: soundDecoderArgs(),
      track: {
        codecId: 'A_OPUS',
        codecPrivate: opusHead,
        format: { kind: 'audio', sampleRate: 48_000, channels: 2 },
      },
      clock,
      log,
      onDecoded: (timestampMs, pcm) => this.ring.write(timestampMs, pcm),
      onEnded: () => this.#ended(decoder),
    });
    this.#children.add(decoder);
    this.#decoder = decoder;
    this.#startedAtMs = clock.nowMs();
  }

  #ended(decoder: Decoder): void {
    this.#children.delete(decoder);
    if (decoder !== this.#decoder) return;
    this.#decoder = null;
    if (!this.#isWanted) return;
    this.#restarts++;
    const { clock, log } = this.#options;
    const delayMs = this.#budget.delayAfter(clock.nowMs() - this.#startedAtMs);
    log.warn({ delayMs, restarts: this.#restarts }, 'sound decoder is replaced');
    this.#mayStartAtMs = clock.nowMs() + delayMs;
  }
}
