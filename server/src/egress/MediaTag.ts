import type { LayoutInForce } from '@lianmai/shared';

/**
 * One access unit of an egress stream as it travels from ffmpeg's FLV output to the Relay and the Packager.
 * `timestampMs` (decode time) never decreases over the life of an egress stream, ffmpeg generations included.
 */
export type MediaTag =
  | {
      kind: 'video';
      timestampMs: number;
      /** Presentation minus decode time, ms. */
      compositionMs: number;
      isKeyframe: boolean;
      /** AVCC: length-prefixed NAL units. */
      payload: Buffer;
    }
  | {
      kind: 'audio';
      timestampMs: number;
      /** One raw AAC frame of 1024 samples. */
      payload: Buffer;
    };

/** Codec set-up of one generation of an egress stream. */
export interface StreamConfig {
  video: {
    /** AVCDecoderConfigurationRecord (ISO 14496-15 §5.3.3.1). */
    avcC: Buffer;
    width: number;
    height: number;
  };
  audio: {
    /** AudioSpecificConfig (ISO 14496-3 §1.6.2.1). */
    audioSpecificConfig: Buffer;
    sampleRate: number;
    channels: number;
  };
}

/**
 * Everything an egress stream says to those who deliver it (Relay, Packager). `config` comes before the first tag and again
 * whenever ffmpeg is restarted or the picture's parameters change; tags after it belong to it, and the first video tag after it is a keyframe.
 */
export interface EgressSink {
  /** `wallClockMs`: when the stream's timestamp `timestampMs` was captured, on the server's clock. */
  onConfig(config: StreamConfig, at: { timestampMs: number; wallClockMs: number }): void;
  onTag(tag: MediaTag): void;
  /** From the first picture at or after `timestampMs` on, people stand like this. Comes after its `config`, in order with the tags. */
  onLayout(layout: LayoutInForce, at: { timestampMs: number; wallClockMs: number }): void;
  /** Somebody has left the picture. What was before `timestampMs` may show them, and is not for those who come only now. */
  onPersonGone?(timestampMs: number): void;
  /** The show ended: there will be no more tags, ever. */
  onEnd(): void;
}

/** A sink that players read from. */
export interface EgressOutputs extends EgressSink {
  /** FLV players that are connected now, and those cut for being slow so far. */
  readonly playerCount: number;
  readonly playersCut: number;
  /** The stream is given up although the show goes on: its players are cut and may come again. Nothing after `onEnd`. Idempotent. */
  close(): void;
}
