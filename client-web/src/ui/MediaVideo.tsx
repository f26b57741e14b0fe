import { useEffect, useRef, useState, type VideoHTMLAttributes } from 'react';

interface MediaVideoProps extends VideoHTMLAttributes<HTMLVideoElement> {
  stream: MediaStream | null;
  /** Told the element when it appears, and null when it goes. */
  onElement?: (video: HTMLVideoElement | null) => void;
}

/** A `<video>` of a stream: inline, muted unless told otherwise, playing whenever there is something to play. */
export function MediaVideo({ stream, onElement, ...rest }: MediaVideoProps) {
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);

  useEffect(() => {
    if (!video) return;
    video.srcObject = stream;
    // Refused only where autoplay is off even for muted video: then the first frame stands.
    void video.play().catch(() => undefined);
    return () => {
      video.srcObject = null;
    };
  }, [video, stream]);

  useEffect(() => {
    if (!video || !onElement) return;
    onElement(video);
    return () => onElement(null);
  }, [video, onElement]);

  return <video ref={setVideo} muted autoPlay playsInline {...rest} />;
}

/** One stream object per track, so that a `<video>` is not restarted by every render. */
export function useTrackStream(track: MediaStreamTrack | null): MediaStream | null {
  const held = useRef<{ track: MediaStreamTrack; stream: MediaStream } | null>(null);
  if (!track) return null;
  if (held.current?.track !== track) held.current = { track, stream: new MediaStream([track]) };
  return held.current.stream;
}
