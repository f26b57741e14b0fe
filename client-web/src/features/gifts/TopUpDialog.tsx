import type { CoinPack, Purchase } from '@lianmai/shared';
import { useCallback, useEffect, useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { describeError, LiveError } from '../../sdk/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { Coins } from './Coins.tsx';
import { LoadFailure } from './LoadFailure.tsx';
import { useLoaded } from './useWallet.ts';

const askEveryMs = 2500;

interface TopUpDialogProps {
  /** The balance after it. */
  onPaid: (balance: number) => void;
  onClose: () => void;
}

/** Buys coins: a pack, then its payment, then the balance with them. */
export function TopUpDialog({ onPaid, onClose }: TopUpDialogProps) {
  const { t, language } = useI18n();
  const { gifts } = useServices();
  const toast = useToast();
  const shop = useLoaded(useCallback((signal: AbortSignal) => gifts.shop(signal), [gifts]));
  const [chosen, setChosen] = useState<CoinPack | null>(null);
  const [waiting, setWaiting] = useState<Purchase | null>(null);
  const [isBusy, setBusy] = useState(false);
  const pack = chosen ?? shop.value?.packs[0] ?? null;

  const finish = async ({ status, coins }: Purchase) => {
    if (status === 'failed') toast(t('coins.payFailed'), 'error');
    else {
      onPaid((await gifts.wallet()).balance);
      toast(t('coins.paid', { coins }));
    }
    onClose();
  };
  const buy = async (wanted: CoinPack) => {
    setBusy(true);
    try {
      const purchase = await gifts.buy(wanted.id);
      if (purchase.checkoutUrl === null) return await finish(await gifts.payForDevelopment(purchase.id));
      window.open(purchase.checkoutUrl, '_blank', 'noopener');
      setWaiting(purchase);
    } catch (cause) {
      toast(describeError(LiveError.from(cause).code, language), 'error');
    } finally {
      setBusy(false);
    }
  };
  usePurchase(waiting, (purchase) => void finish(purchase));

  return (
    <Dialog title={t('coins.topUp')} testId="top-up" onClose={onClose}>
      {shop.error && <LoadFailure error={shop.error} onRetry={shop.reload} />}
      {!shop.value && !shop.error && <Spinner />}
      {shop.value?.payment === 'none' && <p className="dialog__text">{t('coins.noShop')}</p>}
      {shop.value && pack && !waiting && (
        <>
          <Packs packs={shop.value.packs} chosen={pack} onChoose={setChosen} />
          {shop.value.payment === 'development' && <p className="field__hint">{t('coins.development')}</p>}
          <Button
            look="primary"
            isLarge
            isWide
            isBusy={isBusy}
            data-testid="top-up-buy"
            onClick={() => void buy(pack)}
          >
            {t('coins.buy', { price: priceOf(pack, language) })}
          </Button>
        </>
      )}
      {waiting && (
        <div className="top-up__waiting" role="status">
          <Spinner />
          <p>{t('coins.waiting')}</p>
        </div>
      )}
    </Dialog>
  );
}

function Packs(props: { packs: readonly CoinPack[]; chosen: CoinPack; onChoose: (pack: CoinPack) => void }) {
  const { t, language } = useI18n();
  return (
    <div className="top-up__packs" role="radiogroup" aria-label={t('coins.packs')}>
      {props.packs.map((pack) => (
        // biome-ignore lint/a11y/useSemanticElements: a tile with two lines, not a dot
        <button
          key={pack.id}
          type="button"
          role="radio"
          aria-checked={pack.id === props.chosen.id}
          className="coin-pack"
          data-testid="coin-pack"
          data-pack={pack.id}
          onClick={() => props.onChoose(pack)}
        >
          <Coins coins={pack.coins} />
          <span className="coin-pack__price tabular">{priceOf(pack, language)}</span>
        </button>
      ))}
    </div>
  );
}

/** Asks until the payment was told of, one way or the other. */
function usePurchase(waiting: Purchase | null, onSettled: (purchase: Purchase) => void): void {
  const { gifts } = useServices();
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => {
      gifts.purchase(waiting.id).then(
        (purchase) => {
          if (purchase.status === 'pending') return;
          clearInterval(timer);
          onSettled(purchase);
        },
        () => undefined,
      );
    }, askEveryMs);
    return () => clearInterval(timer);
  }, [waiting, gifts]);
}

function priceOf({ amountMinor, currency }: CoinPack, language: string): string {
  return new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en', { style: 'currency', currency }).format(
    amountMinor / 100,
  );
}
