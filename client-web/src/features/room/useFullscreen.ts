import { useEffect, useState } from 'react';

/** iPhones give full screen to the video alone, under a name of their own. */
interface IosVideo extends HTMLVideoElement {
  webkitEnterFullscreen?: () => void;
}

export function useFullscreen(stage: HTMLElement | null, video: IosVideo | null) {
  const [isFullscreen, setFullscreen] = useState(false);
  useEffect(() => {
    const read = () => setFullscreen(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', read);
    return () => document.removeEventListener('fullscreenchange', read);
  }, []);

  const toggle = async () => {
    if (document.fullscreenElement) await document.exitFullscreen();
    else if (stage?.requestFullscreen) await stage.requestFullscreen();
    else video?.webkitEnterFullscreen?.();
  };
  const canFullscreen = document.fullscreenEnabled || typeof video?.webkitEnterFullscreen === 'function';
  return { isFullscreen, canFullscreen, toggle };
}
