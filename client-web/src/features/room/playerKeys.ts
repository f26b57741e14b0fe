import type { KeyboardEvent } from 'react';
import type { useFullscreen } from './useFullscreen.ts';
import type { Volume } from './useVolume.ts';

interface KeyActions {
  toggleSound: () => void;
  volume: Volume;
  fullscreen: ReturnType<typeof useFullscreen>;
}

/** `m` sound, `f` full screen, arrow up and down volume. */
export function playerKeys({ toggleSound, volume, fullscreen }: KeyActions) {
  return (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'm') toggleSound();
    else if (event.key === 'f') void fullscreen.toggle();
    else if (event.key === 'ArrowUp') volume.set(Math.min(1, volume.level + 0.1));
    else if (event.key === 'ArrowDown') volume.set(Math.max(0, volume.level - 0.1));
    else return;
    event.preventDefault();
  };
}
