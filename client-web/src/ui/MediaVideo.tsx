import { type Ref, useEffect, useRef, type VideoHTMLAttributes } from 'react';

interface MediaVideoProps extends VideoHTMLAttributes<HTMLVideoElement> {
  stream: MediaStream | null;
  ref?: Ref<HTMLVideoElement>;
}

/** A `<video>` of a stream: muted and inline, playing whenever there is something to play. */
export function MediaVideo({ stream, ...rest }: MediaVideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = stream;
    // Refused only where autoplay is off even for muted video: then the first frame stands.
    void element.play().catch(() => undefined);
    return () => {
      element.srcObject = null;
    };
  }, [stream]);
  return <video ref={video} muted autoPlay playsInline {...rest} />;
}

/** One stream object per track, so that a `<video>` is not restarted by every render. */
export function useTrackStream(track: MediaStreamTrack | null): MediaStream | null {
  const held = useRef<{ track: MediaStreamTrack; stream: MediaStream } | null>(null);
  if (!track) return null;
  if (held.current?.track !== track) held.current = { track, stream: new MediaStream([track]) };
  return held.current.stream;
}
