import { useState, useSyncExternalStore } from 'react';
import { useIdentity } from '../../identity/useIdentity.ts';
import { type DanmakuSettings, recallDanmaku, rememberDanmaku } from './danmakuSettings.ts';

export interface Danmaku {
  settings: DanmakuSettings;
  isShown: boolean;
  change: (changes: Partial<DanmakuSettings>) => void;
}

// Where the chat stands beside the picture, or the picture is on its side, unless somebody wants less movement.
const withoutFloatingChat =
  '(min-width: 960px) and (prefers-reduced-motion: no-preference), (orientation: landscape) and (prefers-reduced-motion: no-preference)';

/** How this user wants 弹幕, remembered on this device. */
export function useDanmaku(): Danmaku {
  const userId = useIdentity()?.user.id ?? 'nobody';
  const [changed, setChanged] = useState<{ userId: string; settings: DanmakuSettings } | null>(null);
  const hasRoom = useSyncExternalStore(subscribe, () => matchMedia(withoutFloatingChat).matches);
  const settings = changed?.userId === userId ? changed.settings : recallDanmaku(userId);
  return {
    settings,
    isShown: settings.shown === 'auto' ? hasRoom : settings.shown === 'on',
    change: (changes) => {
      const next = { ...settings, ...changes };
      rememberDanmaku(userId, next);
      setChanged({ userId, settings: next });
    },
  };
}

function subscribe(listener: () => void): () => void {
  const query = matchMedia(withoutFloatingChat);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
