import type { JoinAs } from '@lianmai/shared';
import type { MediaPeerOptions } from './ports/MediaEngine.ts';

// Everybody in the room subscribes within a moment when a guest comes on, and who is a little late must not wait a whole second
// for the next keyframe. A guest is on for minutes only, so that a flood of joins costs them little. Not below 300 ms and some
// jitter: libwebrtc ignores a request that comes sooner after the last one (video/encoder_rtcp_feedback.cc), and the worker repeats
// it only after a second.
const guestKeyFrameGapMs = 400;

/** How often somebody in this capacity may be asked for keyframes. */
export function peerPace(as: JoinAs): Pick<MediaPeerOptions, 'keyFrameGapMs'> {
  return as === 'viewer' ? { keyFrameGapMs: guestKeyFrameGapMs } : {};
}
