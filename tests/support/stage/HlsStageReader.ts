import { setTimeout as wait } from 'node:timers/promises';
import { layoutDateRangeClass } from '@lianmai/shared';
import type { Raster } from './barcodeReading.ts';
import { type HlsChunk, type HlsPlaylist, parsePlaylist } from './hlsPlaylist.ts';
import { LayoutMessage } from './LayoutMessage.ts';
import { StageRecording } from './StageRecording.ts';
import { StreamDecoder } from './StreamDecoder.ts';

const pollEveryMs = 150;

interface Run {
  name: string;
  decoder: StreamDecoder;
  /** Wall clock minus timestamp; `null` until the first picture. */
  offsetMs: number | null;
  beginsAtMs: number | null;
  /** Sound that came before the first picture. */
  early: { samples: Float32Array; timestampMs: number }[];
}

/**
 * An HLS player that reads barcodes and tones from parts as soon as they are listed. Its recording runs on the wall clock of
 * EXT-X-PROGRAM-DATE-TIME. Owns its polling and a decoder by stretch between discontinuities.
 */
export class HlsStageReader {
  readonly recording = new StageRecording();
  /** Every playlist that differed from the one before. */
  readonly playlists: string[] = [];
  /** Stretches between discontinuities that were played. */
  runs = 0;
  hasEnded = false;
  /** Of the newest file that was fetched: when it was first seen in the playlist, ms since the epoch. */
  lastListedMs = 0;
  readonly #baseUrl: string;
  readonly #url: string;
  readonly #taken = new Map<number, number>();
  readonly #finishing = new Set<Promise<void>>();
  #run: Run | null = null;
  #isClosed = false;
  #failure: unknown = null;
  #polling: Promise<void> = Promise.resolve();

  /** @param url of the media playlist */
  static async open(url: string): Promise<HlsStageReader> {
    const reader = new HlsStageReader(url);
    await reader.#pollOnce();
    reader.#polling = reader.#poll();
    return reader;
  }

  private constructor(url: string) {
    this.#url = url;
    this.#baseUrl = url.slice(0, url.lastIndexOf('/') + 1);
  }

  get everEnded(): boolean {
    return this.playlists.some((text) => text.includes('#EXT-X-ENDLIST'));
  }

  /** Files missing, playlists refused: what would have stopped a player. @throws it */
  assertUnbroken(): void {
    if (this.#failure) throw this.#failure;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#polling;
    await this.#run?.decoder.close();
    await Promise.all(this.#finishing);
  }

  async #poll(): Promise<void> {
    while (!this.#isClosed && !this.hasEnded) {
      await wait(pollEveryMs);
      try {
        await this.#pollOnce();
      } catch (error) {
        this.#failure ??= error;
      }
    }
  }

  async #pollOnce(): Promise<void> {
    const text = (await this.#fetch(this.#url)).toString('utf8');
    const listedMs = Date.now();
    if (text !== this.playlists.at(-1)) this.playlists.push(text);
    const playlist = parsePlaylist(text);
    for (const range of playlist.dateRanges) this.#takeDateRange(range);
    for (const chunk of this.#newChunks(playlist)) {
      if (this.#isClosed) return;
      await this.#play(chunk);
      this.lastListedMs = listedMs;
    }
    this.hasEnded = playlist.hasEnded;
  }

  /** Begins at the newest segment but one, as a player would a little behind the live edge. */
  #newChunks({ segments }: HlsPlaylist): HlsChunk[] {
    if (this.#taken.size === 0) {
      for (const { msn } of segments.slice(0, -2)) this.#taken.set(msn, Number.POSITIVE_INFINITY);
    }
    return segments.flatMap(({ msn, chunks, whole }) => {
      const taken = this.#taken.get(msn) ?? 0;
      if (chunks.length === 0 && whole && taken === 0) {
        this.#taken.set(msn, Number.POSITIVE_INFINITY);
        return [whole];
      }
      this.#taken.set(msn, Math.max(taken, chunks.length));
      return chunks.slice(taken);
    });
  }

  async #play(chunk: HlsChunk): Promise<void> {
    if (this.#run?.name !== chunk.run) {
      this.#endRun();
      this.#run = this.#startRun(chunk);
      this.#run.decoder.push(await this.#fetch(this.#baseUrl + chunk.mapUri));
    }
    this.#run.decoder.push(await this.#fetch(this.#baseUrl + chunk.uri));
  }

  #startRun({ run: name, dateMs }: HlsChunk): Run {
    this.runs += 1;
    const { recording } = this;
    const onPicture = (raster: Raster, timestampMs: number) => {
      if (run.offsetMs === null) {
        run.offsetMs = (run.beginsAtMs ?? Date.now()) - timestampMs;
        for (const sound of run.early.splice(0))
          recording.onSound(sound.samples, sound.timestampMs + run.offsetMs);
      }
      recording.onPicture(raster, timestampMs + run.offsetMs);
    };
    const onSound = (samples: Float32Array, timestampMs: number) => {
      if (run.offsetMs === null) run.early.push({ samples, timestampMs });
      else recording.onSound(samples, timestampMs + run.offsetMs);
    };
    const run: Run = {
      name,
      decoder: new StreamDecoder('mp4', { onPicture, onSound }),
      offsetMs: null,
      beginsAtMs: dateMs,
      early: [],
    };
    return run;
  }

  #endRun(): void {
    if (!this.#run) return;
    const finishing = this.#run.decoder.finish().finally(() => this.#finishing.delete(finishing));
    this.#finishing.add(finishing);
  }

  #takeDateRange(range: HlsPlaylist['dateRanges'][number]): void {
    if (range.class !== layoutDateRangeClass) return;
    const json = Buffer.from(range.attributes.get('X-LAYOUT') ?? '', 'base64url').toString('utf8');
    this.recording.addLayout(LayoutMessage.parse(json), range.startMs);
  }

  async #fetch(url: string): Promise<Buffer> {
    const response = await fetch(url);
    if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  }
}
