import { useEffect, useRef } from 'react';
import type { LiveClient } from '../../../sdk/index.ts';
import { DoubleTap } from './DoubleTap.ts';
import { HeartCanvas } from './HeartCanvas.ts';
import { heartsFor } from './heartFlight.ts';

interface HeartsProps {
  client: LiveClient;
  /** A double tap on the picture likes. */
  mayLike: boolean;
}

/** Where hearts come from that were not tapped on the picture: the lower right, above the buttons. */
const streamOrigin = { right: 46, bottom: 96 };

/** Hearts over the picture: our own as they are tapped, those of others as a stream. Who wants no motion sees none. */
export function Hearts({ client, mayLike }: HeartsProps) {
  const element = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const canvas = element.current;
    if (!canvas || wantsNoMotion()) return;
    const hearts = new HeartCanvas(canvas);
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const launch = () =>
      hearts.launch({
        x: canvas.clientWidth - streamOrigin.right,
        y: canvas.clientHeight - streamOrigin.bottom,
      });
    const launchSoon = (delayMs: number) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        launch();
      }, delayMs);
      timers.add(timer);
    };
    const stopOwn = client.likes.on('tapped', ({ at }) =>
      at ? hearts.launch(inCanvas(canvas, at)) : launch(),
    );
    const stopOthers = client.likes.on('othersLiked', ({ count }) => {
      const shown = heartsFor(count);
      // Spread over the second in which they were tapped.
      for (let i = 0; i < shown; i += 1) launchSoon(((i + Math.random()) * 950) / shown);
    });
    return () => {
      stopOwn();
      stopOthers();
      for (const timer of timers) clearTimeout(timer);
      hearts.close();
    };
  }, [client]);

  useEffect(() => {
    const picture = element.current?.closest<HTMLElement>('.player');
    if (!picture || !mayLike) return;
    const double = new DoubleTap();
    const onUp = (event: PointerEvent) => {
      if (event.button !== 0 || !isPicture(event.target)) return;
      const at = { x: event.clientX, y: event.clientY };
      if (double.tap({ ...at, atMs: event.timeStamp })) client.likes.tap(1, at);
    };
    picture.addEventListener('pointerup', onUp);
    return () => picture.removeEventListener('pointerup', onUp);
  }, [client, mayLike]);

  return <canvas ref={element} className="hearts" data-testid="hearts" />;
}

function inCanvas(canvas: HTMLCanvasElement, { x, y }: { x: number; y: number }) {
  const { left, top } = canvas.getBoundingClientRect();
  return { x: x - left, y: y - top };
}

function isPicture(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    !target.closest('button, a, input, dialog, [role=menu], [role=toolbar], .chat')
  );
}

function wantsNoMotion(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
