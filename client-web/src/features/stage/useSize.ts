import { useEffect, useState } from 'react';
import type { Size } from './tileBoxes.ts';

const unknown: Size = { width: 0, height: 0 };

/** Size of an element's inside in CSS pixels, kept up to date. */
export function useSize(element: HTMLElement | null): Size {
  const [size, setSize] = useState(unknown);
  useEffect(() => {
    if (!element) return;
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
