import type { MediaTag } from '../MediaTag.ts';
import { mediaFragment, type Sample, type TrackRun } from './mediaFragment.ts';
import { audioTrackId, samplesPerAacFrame, videoTicksPerMs, videoTrackId } from './tracks.ts';

export type VideoTag = Extract<MediaTag, { kind: 'video' }>;

/** Collects the samples of the partial segment that is being made. */
export class PartBuffer {
  readonly #video: TrackRun = { trackId: videoTrackId, startTicks: 0, samples: [] };
  readonly #audio: TrackRun = { trackId: audioTrackId, startTicks: 0, samples: [] };

  get isEmpty(): boolean {
    return this.#video.samples.length === 0 && this.#audio.samples.length === 0;
  }

  /** True when a decoder can begin with this part. */
  get isIndependent(): boolean {
    return this.#video.samples[0]?.isSync ?? false;
  }

  addVideo(tag: VideoTag, { decodeMs, durationMs }: { decodeMs: number; durationMs: number }): void {
    append(this.#video, Math.round(decodeMs * videoTicksPerMs), {
      durationTicks: Math.round(durationMs * videoTicksPerMs),
      compositionTicks: Math.round(tag.compositionMs * videoTicksPerMs),
      isSync: tag.isKeyframe,
      payload: tag.payload,
    });
  }

  addAudio(payload: Buffer, startTicks: number): void {
    const frame = { durationTicks: samplesPerAacFrame, compositionTicks: 0, isSync: true, payload };
    append(this.#audio, startTicks, frame);
  }

  bytes(sequenceNumber: number): Buffer {
    const runs = [this.#video, this.#audio].filter((run) => run.samples.length > 0);
    return mediaFragment(sequenceNumber, runs);
  }
}

function append(run: TrackRun, startTicks: number, sample: Sample): void {
  if (run.samples.length === 0) run.startTicks = startTicks;
  run.samples.push(sample);
}
