import type { MediaTag, StreamConfig } from '../MediaTag.ts';
import { type EncodedPicture, h264Picture } from '../snapshot/EncodedPicture.ts';

/** Remembers the newest keyframe of an egress stream: a still of it costs one picture's decoding. */
export class LatestKeyframe {
  #config: StreamConfig | null = null;
  #payload: Buffer | null = null;

  get picture(): EncodedPicture | null {
    return this.#config && this.#payload
      ? h264Picture(this.#config.video, this.#config.video.avcC, this.#payload)
      : null;
  }

  onConfig(config: StreamConfig): void {
    this.#config = config;
    this.#payload = null;
  }

  onTag(tag: MediaTag): void {
    if (tag.kind === 'video' && tag.isKeyframe) this.#payload = tag.payload;
  }

  /** What came before may show somebody who is gone. */
  clear(): void {
    this.#payload = null;
  }
}
