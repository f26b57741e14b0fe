import { isSameStreamConfig } from '../delivery/isSameStreamConfig.ts';
import type { MediaTag, StreamConfig } from '../MediaTag.ts';
import { AudioTimeline } from './AudioTimeline.ts';
import { PartBuffer, type VideoTag } from './PartBuffer.ts';
import { withParameterSets } from './parameterSets.ts';
import { silentAacFrame } from './silentAacFrame.ts';
import { samplesPerAacFrame } from './tracks.ts';

export interface SegmenterLimits {
  /** No part is longer (PART-TARGET). */
  partTargetMs: number;
  /** A keyframe this soon after a cut does not cut again. */
  minSegmentMs: number;
  /** A segment is cut here even without a keyframe, so that EXTINF rounds to TARGETDURATION. */
  maxSegmentMs: number;
}

/** Where the stream is cut, in its own time. Calls come in the order of the stream. */
export interface SegmenterListener {
  onSegmentStart(start: { startMs: number; isDiscontinuity: boolean; config: StreamConfig }): void;
  onPart(part: { durationMs: number; isIndependent: boolean; bytes: Buffer }): void;
  onSegmentEnd(): void;
}

/** A hole in the stream that needs no announcement to players. */
const seamlessGapMs = 250;
/** A hole that the last picture and silence may cover; after a longer one the stream begins anew. */
const maxCoveredGapMs = 1000;
/** Players stop when sound or picture is missing, so a missing sound becomes silence. */
const maxAudioLagMs = 400;
/** A part whose last frame begins past this share of the target is cut before that frame when it turns out too long. */
const fullPartShare = 0.85;

interface Pending {
  tag: VideoTag;
  decodeMs: number;
}

/** What lasts from one discontinuity to the next. */
interface Era {
  config: StreamConfig;
  audio: AudioTimeline;
  segmentStartMs: number;
  isSegmentIndependent: boolean;
  partStartMs: number;
  part: PartBuffer;
  /** The newest picture; its duration is known only when the next comes. */
  pending: Pending | null;
  frameMs: number;
  /** How far sound may lag behind the picture at a cut before silence takes its place. */
  audioLagMs: number;
}

/**
 * Cuts a stream of tags into segments and parts by the stream's own clock. Segments begin at keyframes as long as these come in time;
 * no part exceeds its target and no segment its limit, whatever the source does; times never go back.
 */
export class Segmenter {
  readonly #limits: SegmenterLimits;
  readonly #listener: SegmenterListener;
  #config: StreamConfig | null = null;
  #era: Era | null = null;
  #hasHadEra = false;
  #lastTagMs = 0;
  /** Where the last era ended; its sound may reach a little further. */
  #endMs = 0;
  #audioEndMs = 0;
  #fragmentCount = 0;

  constructor(limits: SegmenterLimits, listener: SegmenterListener) {
    this.#limits = limits;
    this.#listener = listener;
  }

  configure(config: StreamConfig, timestampMs: number): void {
    const isSeamless =
      this.#config !== null &&
      isSameStreamConfig(this.#config, config) &&
      timestampMs - this.#lastTagMs <= seamlessGapMs;
    if (!isSeamless) this.#endEra(timestampMs);
    this.#config = config;
  }

  add(tag: MediaTag): void {
    const gapMs = tag.timestampMs - this.#lastTagMs;
    if (gapMs > maxCoveredGapMs) this.#endEra(tag.timestampMs);
    const isKeyframe = tag.kind === 'video' && tag.isKeyframe;
    if (!this.#era && isKeyframe && this.#config) this.#era = this.#startEra(this.#config, tag.timestampMs);
    this.#lastTagMs = tag.timestampMs;
    if (!this.#era) return;
    this.#era.audioLagMs = gapMs > seamlessGapMs ? 0 : maxAudioLagMs;
    if (tag.kind === 'video') this.#addVideo(this.#era, tag);
    else this.#addAudio(this.#era, tag.timestampMs, tag.payload);
  }

  end(): void {
    this.#endEra(Number.POSITIVE_INFINITY);
  }

  #startEra(config: StreamConfig, timestampMs: number): Era {
    const startMs = Math.max(timestampMs, this.#endMs);
    const audio = new AudioTimeline({
      sampleRate: config.audio.sampleRate,
      startMs,
      notBeforeMs: this.#audioEndMs,
    });
    this.#listener.onSegmentStart({ startMs, isDiscontinuity: this.#hasHadEra, config });
    this.#hasHadEra = true;
    return {
      config,
      audio,
      segmentStartMs: startMs,
      isSegmentIndependent: true,
      partStartMs: startMs,
      part: new PartBuffer(),
      pending: null,
      frameMs: 40,
      audioLagMs: maxAudioLagMs,
    };
  }

  /** Closes everything at the time where the next era begins, or where the last tag of this one ends when that is long before. */
  #endEra(nextMs: number): void {
    const era = this.#era;
    if (!era) return;
    this.#era = null;
    const isAdjacent = nextMs - this.#lastTagMs <= seamlessGapMs;
    const endMs = Math.max(era.partStartMs + 1, isAdjacent ? nextMs : this.#lastTagMs + era.frameMs);
    const cutMs = Math.min(endMs, this.#deadlineMs(era));
    this.#commitPending(era, Math.max(cutMs, (era.pending?.decodeMs ?? 0) + 1));
    this.#cutPart(era, cutMs);
    this.#listener.onSegmentEnd();
    this.#endMs = endMs;
    this.#audioEndMs = era.audio.endMs;
  }

  #addVideo(era: Era, tag: VideoTag): void {
    const decodeMs = Math.max(tag.timestampMs, (era.pending?.decodeMs ?? era.partStartMs - 1) + 1);
    this.#cutBeforeLongFrame(era, decodeMs);
    if (era.pending) era.frameMs = Math.min(200, decodeMs - era.pending.decodeMs);
    this.#commitPending(era, decodeMs);
    this.#cutOverdue(era, decodeMs);
    this.#cutAtFrame(era, decodeMs, tag.isKeyframe);
    era.pending = { tag: tag.isKeyframe ? withParameterSets(tag, era.config.video.avcC) : tag, decodeMs };
  }

  #addAudio(era: Era, timestampMs: number, payload: Buffer): void {
    this.#cutBeforeLongFrame(era, timestampMs);
    this.#cutOverdue(era, timestampMs);
    const place = era.audio.place(timestampMs);
    if (!place) return;
    this.#addFrames(era, place.startTicks, [...this.#silence(era, place.silentFrames), payload]);
  }

  /** The regular cut: at the picture with which the part or segment would become too long, or at a keyframe. */
  #cutAtFrame(era: Era, atMs: number, isKeyframe: boolean): void {
    const { partTargetMs, minSegmentMs, maxSegmentMs } = this.#limits;
    const segmentMs = atMs - era.segmentStartMs;
    const isKeyframeCut = isKeyframe && (segmentMs >= minSegmentMs || !era.isSegmentIndependent);
    if (segmentMs > 0 && (isKeyframeCut || segmentMs + era.frameMs > maxSegmentMs)) {
      this.#cutSegment(era, atMs, isKeyframe);
    } else if (atMs - era.partStartMs + era.frameMs > partTargetMs) {
      this.#cutPart(era, atMs);
    }
  }

  /** The last picture lasted longer than expected: it goes into the next part if this one is full enough without it. */
  #cutBeforeLongFrame(era: Era, nowMs: number): void {
    const pendingMs = era.pending?.decodeMs ?? Number.NEGATIVE_INFINITY;
    const isFull = pendingMs - era.partStartMs >= this.#limits.partTargetMs * fullPartShare;
    if (nowMs > this.#deadlineMs(era) && isFull) this.#cutPart(era, pendingMs);
  }

  /** The picture stands still or comes rarely: parts go on by the clock. */
  #cutOverdue(era: Era, nowMs: number): void {
    for (let atMs = this.#deadlineMs(era); nowMs > atMs; atMs = this.#deadlineMs(era)) {
      if (atMs - era.segmentStartMs >= this.#limits.maxSegmentMs) this.#cutSegment(era, atMs, false);
      else this.#cutPart(era, atMs);
    }
  }

  #deadlineMs(era: Era): number {
    const { partTargetMs, maxSegmentMs } = this.#limits;
    return Math.min(era.partStartMs + partTargetMs, era.segmentStartMs + maxSegmentMs);
  }

  #commitPending(era: Era, untilMs: number): void {
    if (!era.pending) return;
    const { tag, decodeMs } = era.pending;
    era.part.addVideo(tag, { decodeMs, durationMs: untilMs - decodeMs });
    era.pending = null;
  }

  #cutPart(era: Era, atMs: number): void {
    if (atMs <= era.partStartMs) return;
    this.#fillSilence(era, atMs);
    // A fragment without any sample is not valid.
    if (era.part.isEmpty && era.pending) this.#commitPending(era, Math.max(atMs, era.pending.decodeMs + 1));
    const { part, partStartMs } = era;
    era.part = new PartBuffer();
    era.partStartMs = atMs;
    const durationMs = atMs - partStartMs;
    this.#fragmentCount += 1;
    const bytes = part.bytes(this.#fragmentCount);
    this.#listener.onPart({ durationMs, isIndependent: part.isIndependent, bytes });
  }

  #cutSegment(era: Era, atMs: number, isIndependent: boolean): void {
    this.#cutPart(era, atMs);
    this.#listener.onSegmentEnd();
    this.#listener.onSegmentStart({ startMs: atMs, isDiscontinuity: false, config: era.config });
    era.segmentStartMs = atMs;
    era.isSegmentIndependent = isIndependent;
  }

  #fillSilence(era: Era, untilMs: number): void {
    const { startTicks, silentFrames } = era.audio.fillTo(untilMs, era.audioLagMs);
    this.#addFrames(era, startTicks, this.#silence(era, silentFrames));
  }

  #silence(era: Era, frameCount: number): Buffer[] {
    return Array.from({ length: frameCount }, () => silentAacFrame(era.config.audio.channels));
  }

  #addFrames(era: Era, startTicks: number, frames: Buffer[]): void {
    for (const [index, frame] of frames.entries())
      era.part.addAudio(frame, startTicks + index * samplesPerAacFrame);
  }
}
