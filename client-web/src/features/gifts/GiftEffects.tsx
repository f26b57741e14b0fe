import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import type { LiveClient } from '../../sdk/index.ts';
import { LottiePlayer } from './LottiePlayer.tsx';
import { useGiftEffects } from './useGiftEffects.ts';

/** Over the lower part of the picture, where no face is: one animation at a time, skipped with a press, switched off for good. */
export function GiftEffects({ client }: { client: LiveClient }) {
  const { t, language } = useI18n();
  const { giftEffects } = useServices();
  const { playing, next } = useGiftEffects(client);
  if (!playing?.gift.animationUrl) return null;
  const sentence = t('gifts.effect', { name: playing.giver.name, gift: playing.gift.name[language] });
  return (
    <div className="gift-effect" data-testid="gift-effect" data-gift={playing.gift.id}>
      <LottiePlayer key={playing.orderId} url={playing.gift.animationUrl} onDone={next} />
      <p className="gift-effect__text">{sentence}</p>
      <div className="gift-effect__actions">
        <button type="button" className="gift-effect__button" data-testid="gift-effect-skip" onClick={next}>
          {t('gifts.skip')}
        </button>
        <button
          type="button"
          className="gift-effect__button"
          data-testid="gift-effects-off"
          onClick={() => giftEffects.set(false)}
        >
          {t('gifts.effectsOff')}
        </button>
      </div>
    </div>
  );
}
