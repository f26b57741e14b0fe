import type { StreamConfig } from '../MediaTag.ts';

/** True when decoders that run on `a` need not be told of `b`. */
export function isSameStreamConfig(a: StreamConfig, b: StreamConfig): boolean {
  return (
    a.video.avcC.equals(b.video.avcC) &&
    a.video.width === b.video.width &&
    a.video.height === b.video.height &&
    a.audio.audioSpecificConfig.equals(b.audio.audioSpecificConfig)
  );
}
