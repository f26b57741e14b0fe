import { useEffect, useState } from 'react';
import { readStored, writeStored } from '../../app/storage.ts';

const storageKey = 'lianmai.volume';

export interface Volume {
  /** 0 to 1; 0 while muted. */
  level: number;
  isMuted: boolean;
  set: (level: number) => void;
  setMuted: (isMuted: boolean) => void;
}

/** Loudness of a `<video>`: follows the element (which the player may mute too), remembers the level. */
export function useVolume(video: HTMLVideoElement | null): Volume {
  const [state, setState] = useState({ level: 1, isMuted: false });

  useEffect(() => {
    if (!video) return;
    const stored = Number(readStored(storageKey) ?? 1);
    video.volume = stored > 0 && stored <= 1 ? stored : 1;
    const read = () => setState({ level: video.volume, isMuted: video.muted || video.volume === 0 });
    read();
    video.addEventListener('volumechange', read);
    return () => video.removeEventListener('volumechange', read);
  }, [video]);

  return {
    level: state.isMuted ? 0 : state.level,
    isMuted: state.isMuted,
    setMuted: (isMuted) => {
      if (!video) return;
      video.muted = isMuted;
      if (!isMuted && video.volume === 0) video.volume = 0.5;
    },
    set: (level) => {
      if (!video) return;
      video.volume = level;
      video.muted = level === 0;
      if (level > 0) writeStored(storageKey, String(level));
    },
  };
}
