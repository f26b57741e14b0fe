import { type Gift, giftLimits } from '@lianmai/shared';
import { type CSSProperties, useEffect, useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import type { LiveClient } from '../../sdk/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { CloseIcon } from '../../ui/icons/index.ts';
import { Modal } from '../../ui/Modal.tsx';
import { useStore } from '../../ui/useStore.ts';
import { Coins } from './Coins.tsx';
import { LoadFailure } from './LoadFailure.tsx';
import { type Giving, useGiving } from './useGiving.ts';
import { useCatalogue } from './useWallet.ts';

const counts = [1, 10, 66, 520] as const;

interface GiftSheetProps {
  client: LiveClient;
  onTopUp: () => void;
  onClose: () => void;
}

/** What can be given: a sheet at the bottom of a phone, a panel beside the picture elsewhere. The room stays in sight. */
export function GiftSheet({ client, onTopUp, onClose }: GiftSheetProps) {
  const { t } = useI18n();
  const { value: gifts, error, reload } = useCatalogue();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [count, setCount] = useState<number>(1);
  const giving = useGiving(client, onTopUp);
  const chosen = gifts?.find(({ id }) => id === chosenId) ?? gifts?.[0] ?? null;

  return (
    <Modal className="gift-sheet" aria-label={t('gifts.title')} data-testid="gift-sheet" onClose={onClose}>
      <div className="gift-sheet__body">
        <div className="gift-sheet__head">
          <h2 className="gift-sheet__title">{t('gifts.title')}</h2>
          <Balance client={client} onTopUp={onTopUp} />
          <IconButton label={t('common.close')} data-testid="gift-sheet-close" onClick={onClose}>
            <CloseIcon />
          </IconButton>
        </div>
        {error && <LoadFailure error={error} onRetry={reload} />}
        {!error && <GiftGrid gifts={gifts} chosenId={chosen?.id ?? null} onChoose={setChosenId} />}
        {chosen && <GiftActions gift={chosen} count={count} onCount={setCount} giving={giving} />}
      </div>
    </Modal>
  );
}

function Balance({ client, onTopUp }: { client: LiveClient; onTopUp: () => void }) {
  const { t } = useI18n();
  const { gifts } = useServices();
  const balance = useStore(client.gifts.balance);

  useEffect(() => {
    gifts.wallet().then(
      (wallet) => client.gifts.setBalance(wallet.balance),
      () => undefined,
    );
  }, [gifts, client]);

  return (
    <button
      type="button"
      className="gift-balance"
      data-testid="gift-balance"
      data-coins={balance}
      onClick={onTopUp}
    >
      {balance === null ? <span className="skeleton gift-balance__loading" /> : <Coins coins={balance} />}
      <span className="gift-balance__more">{t('gifts.topUp')}</span>
    </button>
  );
}

/** Whether the big gifts of the room play over the picture here. */
function EffectsSwitch() {
  const { t } = useI18n();
  const { giftEffects } = useServices();
  const isOn = useStore(giftEffects.isOn);
  return (
    <label className="gift-effects-switch">
      <input
        type="checkbox"
        checked={isOn}
        data-testid="gift-effects-switch"
        onChange={(event) => giftEffects.set(event.target.checked)}
      />
      {t('gifts.effects')}
    </label>
  );
}

function GiftGrid({
  gifts,
  chosenId,
  onChoose,
}: {
  gifts: readonly Gift[] | null;
  chosenId: string | null;
  onChoose: (giftId: string) => void;
}) {
  const { t, language } = useI18n();
  if (!gifts)
    return (
      <div className="gift-grid gift-grid--loading skeleton" role="status" aria-label={t('common.loading')} />
    );
  return (
    <div className="gift-grid" role="radiogroup" aria-label={t('gifts.title')}>
      {gifts.map((gift) => (
        // biome-ignore lint/a11y/useSemanticElements: a picture with two lines, not a dot
        <button
          key={gift.id}
          type="button"
          role="radio"
          aria-checked={gift.id === chosenId}
          className="gift-tile"
          data-testid="gift-tile"
          data-gift={gift.id}
          onClick={() => onChoose(gift.id)}
        >
          {gift.tier === 'fullscreen' && <span className="gift-tile__tier">{t('gifts.fullscreen')}</span>}
          <img src={gift.iconUrl} alt="" width={52} height={52} />
          <span className="gift-tile__name">{gift.name[language]}</span>
          <Coins coins={gift.price} />
        </button>
      ))}
    </div>
  );
}

interface GiftActionsProps {
  gift: Gift;
  count: number;
  onCount: (count: number) => void;
  giving: Giving;
}

function GiftActions({ gift, count, onCount, giving }: GiftActionsProps) {
  const { t } = useI18n();
  const { combo } = giving;
  return (
    <div className="gift-actions">
      <div className="gift-counts" role="radiogroup" aria-label={t('gifts.count')}>
        {counts.map((one) => (
          // biome-ignore lint/a11y/useSemanticElements: looks like a segment
          <button
            key={one}
            type="button"
            role="radio"
            aria-checked={one === count}
            className="gift-counts__one tabular"
            data-testid={`gift-count-${one}`}
            onClick={() => onCount(one)}
          >
            {one}
          </button>
        ))}
      </div>
      {combo ? (
        <ComboButton giving={giving} />
      ) : (
        <Button
          look="primary"
          className="gift-actions__send"
          isBusy={giving.isBusy}
          data-testid="gift-send"
          onClick={() => giving.give(gift, count)}
        >
          {t('gifts.send')}
        </Button>
      )}
      <p className="gift-actions__sum">
        {t('gifts.sum')} <Coins coins={gift.price * count} />
        <EffectsSwitch />
      </p>
    </div>
  );
}

type RingStyle = CSSProperties & Record<'--combo-ms', string>;

/** The same again with each press, for as long as its ring is not empty. */
function ComboButton({ giving: { combo, give } }: { giving: Giving }) {
  const { t } = useI18n();
  if (!combo) return null;
  const style: RingStyle = { '--combo-ms': `${giftLimits.comboMs - 500}ms` };
  return (
    <button
      type="button"
      className="combo-button"
      style={style}
      aria-label={t('gifts.comboAgain', { count: combo.comboCount })}
      data-testid="gift-combo"
      data-combo={combo.comboCount}
      onClick={() => give(combo.gift, combo.count)}
    >
      <svg key={combo.beats} className="combo-button__ring" viewBox="0 0 72 72" aria-hidden="true">
        <circle cx="36" cy="36" r="33" pathLength="100" />
      </svg>
      <span className="combo-button__label">{t('gifts.combo')}</span>
      <span className="combo-button__count tabular">×{combo.comboCount}</span>
    </button>
  );
}
