import type { Clock } from '../../../core/Clock.ts';
import type { Logger } from '../../../core/logger.ts';
import { FfmpegProcess } from '../../ffmpeg/FfmpegProcess.ts';
import { drawtextArgs, type TextSize } from './drawtextArgs.ts';
import type { AlphaMask } from './Overlay.ts';

/** A machine's first text may have to wait for all of its fonts to be read. */
const deadlineMs = 15_000;
const keptTexts = 64;
/** A machine that had no process or no memory to spare may have some by then. */
const retryAfterMs = 30_000;

type Entry = { state: 'waiting' } | { state: 'painted'; mask: AlphaMask } | { state: 'failed'; atMs: number };

/**
 * Makes masks of text with ffmpeg, one at a time, and keeps the newest. Never waits and never fails: until a text is there, and where
 * ffmpeg has no drawtext or no font, there is none.
 */
export class TextPainter {
  readonly #options: { ffmpegPath: string; clock: Clock; log: Logger };
  readonly #texts = new Map<string, Entry>();
  readonly #queue: { key: string; text: string; size: TextSize }[] = [];
  #running: FfmpegProcess | null = null;
  #hasWarned = false;
  #isClosed = false;

  constructor(options: { ffmpegPath: string; clock: Clock; log: Logger }) {
    this.#options = options;
  }

  /** The text as a mask as wide as the text is (even); `null` while there is none. */
  maskOf(text: string, size: TextSize): AlphaMask | null {
    if (text === '' || this.#isClosed) return null;
    const key = `${size.width}x${size.height}/${size.fontSize}/${text}`;
    const entry = this.#texts.get(key);
    if (entry && !this.#isToBeTriedAgain(entry)) return entry.state === 'painted' ? entry.mask : null;
    this.#texts.set(key, { state: 'waiting' });
    this.#queue.push({ key, text, size });
    this.#paintNext();
    return null;
  }

  get isPainting(): boolean {
    return this.#running !== null;
  }

  close(): void {
    this.#isClosed = true;
    this.#queue.length = 0;
    this.#running?.kill('closed');
  }

  #isToBeTriedAgain(entry: Entry): boolean {
    return entry.state === 'failed' && this.#options.clock.nowMs() - entry.atMs >= retryAfterMs;
  }

  #paintNext(): void {
    if (this.#running || this.#isClosed) return;
    const next = this.#queue.shift();
    if (!next) return;
    const chunks: Buffer[] = [];
    const { ffmpegPath: path, clock, log } = this.#options;
    this.#running = new FfmpegProcess({
      path,
      args: drawtextArgs(next.text, next.size),
      clock,
      log,
      readyDeadlineMs: deadlineMs,
      onStdout: (chunk) => chunks.push(chunk),
      onEnded: (_end, stderrTail) => {
        this.#running = null;
        this.#keep(next.key, toMask(Buffer.concat(chunks), next.size), stderrTail);
        this.#paintNext();
      },
    });
  }

  #keep(key: string, mask: AlphaMask | null, stderrTail: readonly string[]): void {
    if (!mask && !this.#hasWarned && !this.#isClosed) {
      this.#hasWarned = true;
      this.#options.log.warn({ stderrTail }, 'ffmpeg cannot draw text: names are left out of the picture');
    }
    this.#texts.set(
      key,
      mask ? { state: 'painted', mask } : { state: 'failed', atMs: this.#options.clock.nowMs() },
    );
    for (const [oldest, { state }] of this.#texts) {
      if (this.#texts.size <= keptTexts) break;
      if (state !== 'waiting') this.#texts.delete(oldest);
    }
  }
}

/** Cuts off what is right of the text. */
function toMask(gray: Buffer, { width, height }: TextSize): AlphaMask | null {
  if (gray.length !== width * height) return null;
  let end = 0;
  for (let i = 0; i < gray.length; i++) if ((gray[i] ?? 0) > 8) end = Math.max(end, i % width);
  const cut = Math.min(width, Math.ceil((end + 3) / 2) * 2);
  const data = new Uint8Array(cut * height);
  for (let y = 0; y < height; y++) data.set(gray.subarray(y * width, y * width + cut), y * cut);
  return { width: cut, height, data };
}
