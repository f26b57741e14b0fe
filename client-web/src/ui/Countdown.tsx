import { type CSSProperties, type ReactNode, useEffect, useState } from 'react';

interface CountdownProps {
  /** On the clock of `now`, ms. */
  untilMs: number;
  now: () => number;
  /** Stands inside the ring. */
  children: ReactNode;
}

type RingStyle = CSSProperties & Record<'--left', string>;

/** A ring that empties until a moment, and the seconds that are left. */
export function Countdown({ untilMs, now, children }: CountdownProps) {
  const [startedAtMs] = useState(now);
  const [leftMs, setLeftMs] = useState(() => Math.max(0, untilMs - now()));
  useEffect(() => {
    const timer = setInterval(() => setLeftMs(Math.max(0, untilMs - now())), 250);
    return () => clearInterval(timer);
  }, [untilMs, now]);
  const share = Math.min(1, leftMs / Math.max(1, untilMs - startedAtMs));
  const style: RingStyle = { '--left': share.toFixed(3) };
  return (
    <span className="countdown" style={style}>
      {children}
      <span className="countdown__seconds tabular" role="timer">
        {Math.ceil(leftMs / 1000)}
      </span>
    </span>
  );
}
