import { type Gift, giftLimits } from '@lianmai/shared';
import { useEffect, useRef, useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { describeError, type LiveClient, LiveError } from '../../sdk/index.ts';
import { useToast } from '../../ui/Toasts.tsx';

/** The combo that one may go on with: the same gift, as many again. */
export interface OpenCombo {
  gift: Gift;
  count: number;
  comboCount: number;
  /** Grows with each gift: the ring around the button starts anew. */
  beats: number;
}

export interface Giving {
  combo: OpenCombo | null;
  isBusy: boolean;
  give: (gift: Gift, count: number) => void;
}

/** Giving with its combos. `onTooFewCoins` is called when there are not enough. */
export function useGiving(client: LiveClient, onTooFewCoins: () => void): Giving {
  const { language } = useI18n();
  const toast = useToast();
  const [combo, setCombo] = useState<OpenCombo | null>(null);
  const [underWay, setUnderWay] = useState(0);
  const beats = useRef(0);

  // A little shorter than the server's: what the button promises must still count.
  useEffect(() => {
    if (!combo) return;
    const timer = setTimeout(() => setCombo(null), giftLimits.comboMs - 500);
    return () => clearTimeout(timer);
  }, [combo]);

  const give = (gift: Gift, count: number) => {
    setUnderWay((before) => before + 1);
    client.gifts
      .give({ giftId: gift.id, count })
      .then(({ gift: sent }) => {
        beats.current += 1;
        setCombo({ gift, count, comboCount: sent.comboCount, beats: beats.current });
      })
      .catch((cause: unknown) => {
        const { code } = LiveError.from(cause);
        setCombo(null);
        if (code === 'balance_too_low') onTooFewCoins();
        toast(describeError(code, language), 'error');
      })
      .finally(() => setUnderWay((before) => before - 1));
  };
  return { combo, isBusy: underWay > 0, give };
}
