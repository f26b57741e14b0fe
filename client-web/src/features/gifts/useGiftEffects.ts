import type { SentGift } from '@lianmai/shared';
import { useCallback, useEffect, useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import type { LiveClient } from '../../sdk/index.ts';
import { useStore } from '../../ui/useStore.ts';

/** More than this would play long after everybody has forgotten why. */
const maxQueued = 8;

export interface GiftEffectsState {
  playing: SentGift | null;
  /** On to the next one: this one is over, or was skipped. */
  next: () => void;
}

/** Which full-screen effect plays now: one at a time, each gift's once, none while they are off or motion is unwelcome. */
export function useGiftEffects(client: LiveClient): GiftEffectsState {
  const isOn = useStore(useServices().giftEffects.isOn);
  const [queue, setQueue] = useState<readonly SentGift[]>([]);

  useEffect(() => {
    if (!isOn || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const stop = client.gifts.onGift((gift) => {
      if (gift.gift.animationUrl === null || document.hidden) return;
      setQueue((before) => (before.length < maxQueued ? [...before, gift] : before));
    });
    return () => {
      stop();
      setQueue([]);
    };
  }, [client, isOn]);

  return { playing: queue[0] ?? null, next: useCallback(() => setQueue((before) => before.slice(1)), []) };
}
