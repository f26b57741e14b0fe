import { useEffect, useRef } from 'react';

const repaintMs = 250;

/**
 * A blurred enlargement of a playing video, to fill what the picture leaves free. A tiny canvas repainted a few times a second and
 * blurred by CSS: works for every protocol and costs next to nothing, which a second `<video>` does not.
 */
export function Backdrop({ video }: { video: HTMLVideoElement | null }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const paint = () => {
      const context = canvas.current?.getContext('2d');
      if (!context || !video || video.videoWidth === 0 || document.hidden) return;
      context.drawImage(video, 0, 0, context.canvas.width, context.canvas.height);
    };
    const surface = canvas.current;
    paint();
    const timer = setInterval(paint, repaintMs);
    return () => {
      clearInterval(timer);
      surface?.getContext('2d')?.clearRect(0, 0, surface.width, surface.height);
    };
  }, [video]);
  return <canvas ref={canvas} className="backdrop" width={32} height={32} />;
}
