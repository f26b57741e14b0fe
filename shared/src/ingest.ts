/** What an encoder sends that makes the show worse, and that its owner can change. */
export type IngestWarning =
  /** WebRTC knows none: every picture is encoded anew on the server. */
  | 'b_frames'
  /** Who comes waits for the next one, or the picture is encoded anew. */
  | 'rare_keyframes';

/** The anchor's stream as it comes in from an encoder (RTMP), for whoever runs the show. Figures are of the last seconds. */
export interface IngestView {
  /** ms since the epoch, on the server's clock. */
  sinceMs: number;
  /** `null`: no picture yet, or none at all. */
  video: { codec: string; width: number; height: number; fps: number | null } | null;
  audio: { codec: string; sampleRateHz: number; channels: number } | null;
  /** Picture and sound together. */
  bitrateBps: number | null;
  keyframeEveryMs: number | null;
  /** The picture is encoded anew, because viewers could not see it as it is. */
  isReencoded: boolean;
  /** Its show was ended: it is off the air until the next one is started. */
  isHeld: boolean;
  warnings: IngestWarning[];
}
