import type { LayoutInForce, PlacedTile } from '@lianmai/shared';
import { waitFor } from '../waitFor.ts';
import { type BarcodeReading, type Raster, readBarcode } from './barcodeReading.ts';
import type { PersonMarks } from './personClips.ts';
import { type DecoderEvents, decodedSampleRate } from './StreamDecoder.ts';
import { toneLevel, toneOnsets } from './tones.ts';

/** One picture of a stream: whom it shows in which seat's tile. */
export interface SeenPicture {
  atMs: number;
  /** When it was decoded here, ms since the epoch. */
  seenMs: number;
  isComposed: boolean;
  /** By seat; `null` where a tile shows no barcode. */
  people: ReadonlyMap<number, BarcodeReading | null>;
}

type Tone = Pick<PersonMarks, 'number' | 'toneHz'>;

interface TimedLayout {
  layout: LayoutInForce;
  atMs: number;
}

/** A tone of a test person is far louder than the first, and what is left of it by far quieter than the second. */
const audible = 0.012;
const silent = 0.004;
const listenMs = 400;
const keptSoundMs = 120_000;
/** Times in a playlist are rounded, and so are some timestamps. */
const layoutSlackMs = 15;

/**
 * What was seen and heard of a stream so far: barcodes by tile, tones, and where the stream says that everybody is. Times are the
 * stream's own, ms. Fed by a reader of FLV or HLS.
 */
export class StageRecording implements DecoderEvents {
  readonly pictures: SeenPicture[] = [];
  readonly layouts: TimedLayout[] = [];
  readonly #sounds: { atMs: number; samples: Float32Array }[] = [];

  addLayout(layout: LayoutInForce, atMs: number): void {
    const isKnown = this.layouts.some(
      (known) => known.atMs === atMs && JSON.stringify(known.layout) === JSON.stringify(layout),
    );
    if (!isKnown) this.layouts.push({ layout, atMs });
  }

  onPicture(raster: Raster, atMs: number): void {
    const layout = this.layoutAt(atMs);
    const people = layout?.isComposed ? readTiles(raster, layout) : readWhole(raster);
    this.pictures.push({ atMs, seenMs: Date.now(), isComposed: layout?.isComposed ?? false, people });
  }

  onSound(samples: Float32Array, atMs: number): void {
    this.#sounds.push({ atMs, samples });
    while ((this.#sounds[0]?.atMs ?? atMs) < atMs - keptSoundMs) this.#sounds.shift();
  }

  get layout(): LayoutInForce | undefined {
    return this.layouts.at(-1)?.layout;
  }

  layoutAt(atMs: number): LayoutInForce | undefined {
    return this.layouts.findLast((timed) => timed.atMs <= atMs + layoutSlackMs)?.layout;
  }

  get lastPicture(): SeenPicture | undefined {
    return this.pictures.at(-1);
  }

  /** How loud the newest sound holds a tone. */
  levelOf(hz: number): number {
    return toneLevel(this.#newest(listenMs), decodedSampleRate, hz);
  }

  /** Waits until these people, and nobody else, are seen in their seats; `null`: a place without a picture. */
  async sees(bySeat: Readonly<Record<number, number | null>>, deadlineMs = 20_000): Promise<SeenPicture> {
    const wanted = JSON.stringify(Object.entries(bySeat).map(([seat, number]) => [Number(seat), number]));
    const seen = () => {
      const people = [...(this.lastPicture?.people ?? [])].sort(([a], [b]) => a - b);
      return JSON.stringify(people.map(([seat, reading]) => [seat, reading?.number ?? null]));
    };
    await waitFor(`a picture of ${wanted}, last seen ${seen()}`, () => seen() === wanted, {
      deadlineMs,
    }).catch((error: Error) => {
      throw new Error(`${error.message}; at last ${seen()}`);
    });
    if (!this.lastPicture) throw new Error('no picture');
    return this.lastPicture;
  }

  async hears(people: readonly Tone[], deadlineMs = 20_000): Promise<void> {
    for (const { number, toneHz } of people) {
      const isHeard = () => this.levelOf(toneHz) > audible;
      await waitFor(`the tone of ${number} to be heard`, isHeard, { deadlineMs });
    }
  }

  async hearsNot({ number, toneHz }: Tone, deadlineMs = 20_000): Promise<void> {
    const isSilent = () => this.levelOf(toneHz) < silent;
    await waitFor(`the tone of ${number} to stop`, isSilent, { deadlineMs });
  }

  /** Waits until the stream is so much longer. */
  async goesOn(ms: number, deadlineMs = ms + 10_000): Promise<void> {
    const fromMs = this.lastPicture?.atMs ?? Number.NEGATIVE_INFINITY;
    const isPast = () => (this.lastPicture?.atMs ?? fromMs) > fromMs + ms;
    await waitFor(`${ms} ms more of the stream`, isPast, { deadlineMs });
  }

  /** Between two pictures, from `sinceMs` on. */
  longestPictureGapMs(sinceMs = Number.NEGATIVE_INFINITY): number {
    return longestStep(this.pictures.map(({ atMs }) => atMs).filter((atMs) => atMs >= sinceMs));
  }

  /** Between two pictures that are made in different ways, composed and copied, and between all others. */
  longestPictureGapsMs(): { atChanges: number; elsewhere: number } {
    const gaps = { atChanges: 0, elsewhere: 0 };
    for (const [i, picture] of this.pictures.entries()) {
      const before = this.pictures[i - 1] ?? picture;
      const where = before.isComposed === picture.isComposed ? 'elsewhere' : 'atChanges';
      gaps[where] = Math.max(gaps[where], picture.atMs - before.atMs);
    }
    return gaps;
  }

  /** How long somebody's picture stood still while others moved on, from `sinceMs` on. */
  longestStillMs(number: number, sinceMs = Number.NEGATIVE_INFINITY): number {
    let [longest, last, lastChangeMs] = [0, -1, Number.NaN];
    for (const { atMs, people } of this.pictures) {
      const reading = [...people.values()].find((candidate) => candidate?.number === number);
      if (!reading || atMs < sinceMs) continue;
      if (reading.picture !== last) lastChangeMs = atMs;
      last = reading.picture;
      longest = Math.max(longest, atMs - lastChangeMs);
    }
    return longest;
  }

  /** For each of somebody's flashes from `sinceMs` on, how much later their beep comes, ms. */
  lipSync({ number, beepHz }: PersonMarks, sinceMs = Number.NEGATIVE_INFINITY): number[] {
    const flashes = this.#flashes(number).filter((atMs) => atMs >= sinceMs);
    const beeps = this.#beeps(beepHz);
    return flashes.flatMap((flash) => {
      const offsets = beeps.map((beep) => beep - flash).sort((a, b) => Math.abs(a) - Math.abs(b));
      const [nearest] = offsets;
      return nearest !== undefined && Math.abs(nearest) < 500 ? [nearest] : [];
    });
  }

  #flashes(number: number): number[] {
    let wasLit = true;
    return this.pictures.flatMap(({ atMs, people }) => {
      const reading = [...people.values()].find((candidate) => candidate?.number === number);
      if (!reading) return [];
      const isOnset = reading.isLit && !wasLit;
      wasLit = reading.isLit;
      return isOnset ? [atMs] : [];
    });
  }

  #beeps(hz: number): number[] {
    const loud = 0.05;
    return this.#stretches().flatMap(({ fromMs, samples }) =>
      toneOnsets(samples, decodedSampleRate, hz, loud).map((ms) => fromMs + ms),
    );
  }

  /** Sound without a break in its timestamps. */
  #stretches(): { fromMs: number; samples: Float32Array }[] {
    const stretches: { fromMs: number; untilMs: number; parts: Float32Array[] }[] = [];
    for (const { atMs, samples } of this.#sounds) {
      const lengthMs = (samples.length / decodedSampleRate) * 1000;
      const current = stretches.at(-1);
      if (current && Math.abs(current.untilMs - atMs) < 20) {
        current.parts.push(samples);
        current.untilMs += lengthMs;
      } else stretches.push({ fromMs: atMs, untilMs: atMs + lengthMs, parts: [samples] });
    }
    return stretches.map(({ fromMs, parts }) => ({ fromMs, samples: joined(parts) }));
  }

  #newest(ms: number): Float32Array {
    const parts: Float32Array[] = [];
    let missing = (ms / 1000) * decodedSampleRate;
    for (let i = this.#sounds.length - 1; i >= 0 && missing > 0; i -= 1) {
      const { samples } = this.#sounds[i] ?? { samples: new Float32Array() };
      parts.unshift(samples);
      missing -= samples.length;
    }
    return joined(parts);
  }
}

function readTiles(raster: Raster, layout: LayoutInForce): Map<number, BarcodeReading | null> {
  const [right, down] = [raster.width / layout.width, raster.height / layout.height];
  const place = ({ x, y, width, height }: PlacedTile) => ({
    x: x * right,
    y: y * down,
    width: width * right,
    height: height * down,
  });
  return new Map(layout.tiles.map((tile) => [tile.seat, readBarcode(raster, place(tile), right / down)]));
}

/** The anchor's own picture, of one shape or the other. */
function readWhole(raster: Raster): Map<number, BarcodeReading | null> {
  const whole = { x: 0, y: 0, width: raster.width, height: raster.height };
  const square = raster.height / raster.width;
  const readings = [16 / 9, 9 / 16].map((shape) => readBarcode(raster, whole, 1 / (shape * square)));
  return new Map([[0, readings.find(Boolean) ?? null]]);
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const samples = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return samples;
}

function longestStep(times: readonly number[]): number {
  return times.slice(1).reduce((longest, atMs, i) => Math.max(longest, atMs - (times[i] ?? atMs)), 0);
}
