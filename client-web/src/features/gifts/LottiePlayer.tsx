import { useEffect, useRef } from 'react';

interface LottiePlayerProps {
  url: string;
  /** Once, when it is over or cannot be played. */
  onDone: () => void;
}

const longestMs = 12_000;

/** Plays one Lottie animation, once. The player comes with the first one: rooms without big gifts never load it. */
export function LottiePlayer({ url, onDone }: LottiePlayerProps) {
  const container = useRef<HTMLDivElement>(null);
  const done = useRef(onDone);
  done.current = onDone;

  useEffect(() => {
    let isCurrent = true;
    let stop = () => undefined as unknown;
    const finish = () => {
      if (isCurrent) done.current();
    };
    const timer = setTimeout(finish, longestMs);
    const play = async () => {
      // The light build: no expressions, and so no code in an animation that would run here.
      const [{ default: lottie }, response] = await Promise.all([
        import('lottie-web/build/player/lottie_light'),
        fetch(url),
      ]);
      const animationData: unknown = await response.json();
      if (!isCurrent || !container.current) return;
      const animation = lottie.loadAnimation({
        container: container.current,
        renderer: 'svg',
        loop: false,
        autoplay: true,
        animationData,
        rendererSettings: { preserveAspectRatio: 'xMidYMax meet' },
      });
      animation.addEventListener('complete', finish);
      stop = () => animation.destroy();
    };
    play().catch(finish);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
      stop();
    };
  }, [url]);

  return <div ref={container} className="gift-effect__picture" aria-hidden="true" />;
}
