import { samplesPerAacFrame } from './tracks.ts';

/** More than this between a frame's own time and its place in the row of frames is put right. Below it, it is rounding. */
const maxDriftMs = 40;
/** A first frame that comes later than this after the picture is preceded by silence. */
const maxLateStartMs = 400;
/** What a fill leaves open for frames that are on their way. */
const lagAfterFillMs = 100;

/**
 * Gives each AAC frame its place in a row without holes or overlaps, in samples, since timestamps in milliseconds cannot say 1024/48000 s.
 * Where the row and the timestamps part, it inserts silence or drops a frame; sound stays within `maxDriftMs` of its time.
 */
export class AudioTimeline {
  readonly #sampleRate: number;
  readonly #eraStartMs: number;
  readonly #floorTicks: number;
  #nextTicks: number | null = null;

  /** `notBeforeMs`: where the audio before this row ended. */
  constructor({
    sampleRate,
    startMs,
    notBeforeMs,
  }: { sampleRate: number; startMs: number; notBeforeMs: number }) {
    this.#sampleRate = sampleRate;
    this.#eraStartMs = startMs;
    this.#floorTicks = this.#ticks(notBeforeMs);
  }

  /** Where the row ends. */
  get endMs(): number {
    return ((this.#nextTicks ?? this.#startTicks(this.#eraStartMs)) * 1000) / this.#sampleRate;
  }

  /** Places one frame: how many silent frames go before it and at which tick they begin; null when the frame has to be dropped. */
  place(timestampMs: number): { startTicks: number; silentFrames: number } | null {
    const isPrompt = timestampMs - this.#eraStartMs < maxLateStartMs;
    this.#nextTicks ??= this.#startTicks(isPrompt ? timestampMs : this.#eraStartMs);
    const startTicks = this.#nextTicks;
    const driftTicks = this.#ticks(timestampMs) - startTicks;
    const isDrifting = Math.abs(driftTicks) > this.#ticks(maxDriftMs);
    if (isDrifting && driftTicks < 0) return null;
    const silentFrames = isDrifting ? Math.round(driftTicks / samplesPerAacFrame) : 0;
    this.#nextTicks += (silentFrames + 1) * samplesPerAacFrame;
    return { startTicks, silentFrames };
  }

  /** Silence that a cut at `cutMs` needs when the sound ends more than `maxLagMs` before it. */
  fillTo(cutMs: number, maxLagMs: number): { startTicks: number; silentFrames: number } {
    const startTicks = this.#nextTicks ?? this.#startTicks(this.#eraStartMs);
    if (cutMs - this.endMs <= maxLagMs) return { startTicks, silentFrames: 0 };
    const missingTicks = this.#ticks(cutMs - Math.min(maxLagMs, lagAfterFillMs)) - startTicks;
    const silentFrames = Math.floor(missingTicks / samplesPerAacFrame);
    this.#nextTicks = startTicks + silentFrames * samplesPerAacFrame;
    return { startTicks, silentFrames };
  }

  #startTicks(timestampMs: number): number {
    return Math.max(this.#ticks(timestampMs), this.#floorTicks);
  }

  #ticks(timeMs: number): number {
    return Math.round((timeMs * this.#sampleRate) / 1000);
  }
}
