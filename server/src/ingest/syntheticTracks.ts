import type { SourceTrack } from './OnAirSource.ts';
import { audioTrack, type RtpDestination, rtpOutput, videoTrack } from './rtpOutput.ts';

export const syntheticFrameRate = 25;

/** What a synthetic source sends, as a Producer needs to know it. */
export const syntheticTracks: readonly SourceTrack[] = [videoTrack, audioTrack];

/** 8 KB of sound a second to a pipe that nobody needs: when who started it is gone, however that went, the pipe breaks and it ends. */
const signOfLife = ['-map', '1:a', '-c:a', 'pcm_u8', '-ac', '1', '-ar', '8000', '-f', 'u8', 'pipe:1'];

export interface SyntheticSource {
  /** ffmpeg sources (lavfi): a picture of `syntheticFrameRate`, and sound. */
  picture: string;
  sound: string;
  videoBps: number;
}

/** ffmpeg arguments that send a synthetic source in real time, as H.264 constrained baseline and Opus over RTP. */
export function syntheticArgs(
  { picture, sound, videoBps }: SyntheticSource,
  video: RtpDestination,
  audio: RtpDestination,
): string[] {
  const encoder = ['-preset', 'ultrafast', '-tune', 'zerolatency', '-profile:v', 'baseline', '-threads', '1'];
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'warning'],
    ...['-re', '-f', 'lavfi', '-i', picture],
    ...['-re', '-f', 'lavfi', '-i', sound],
    ...['-map', '0:v', '-c:v', 'libx264', ...encoder],
    // A keyframe a second: nobody can ask this source for one.
    ...['-g', String(syntheticFrameRate), '-b:v', String(videoBps), '-maxrate', String(videoBps)],
    ...['-bufsize', String(videoBps / 2), '-bf', '0'],
    ...rtpOutput(videoTrack, video),
    ...['-map', '1:a', '-c:a', 'libopus', '-b:a', '64k'],
    ...rtpOutput(audioTrack, audio),
    ...signOfLife,
  ];
}
