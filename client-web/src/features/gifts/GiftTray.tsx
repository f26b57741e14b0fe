import { type CSSProperties, useEffect, useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import {
  afterTime,
  emptyLanes,
  type GiftBanner,
  nextLeavesAtMs,
  withGift,
} from '../../sdk/gifts/giftLanes.ts';
import type { LiveClient } from '../../sdk/index.ts';
import { Avatar } from '../../ui/Avatar.tsx';

/** At the left of the picture: the newest gifts in two lanes, combos counting up. */
export function GiftTray({ client }: { client: LiveClient }) {
  const [state, setState] = useState(emptyLanes);

  useEffect(
    () => client.gifts.onGift((gift) => setState((before) => withGift(before, gift, performance.now()))),
    [client],
  );

  const nextMs = nextLeavesAtMs(state);
  useEffect(() => {
    if (nextMs === null) return;
    const timer = setTimeout(
      () => setState((before) => afterTime(before, performance.now())),
      Math.max(0, nextMs - performance.now()) + 10,
    );
    return () => clearTimeout(timer);
  }, [nextMs]);

  return (
    <div className="gift-tray" aria-live="polite" data-testid="gift-tray">
      {state.lanes.map((lane, i) => (
        <div key={i} className="gift-tray__lane">
          {lane && <Banner key={lane.gift.comboId} banner={lane} />}
        </div>
      ))}
    </div>
  );
}

function Banner({ banner: { gift } }: { banner: GiftBanner }) {
  const { t, language } = useI18n();
  return (
    <div
      className={`gift-banner gift-banner--${gift.gift.tier}`}
      data-testid="gift-banner"
      data-gift={gift.gift.id}
      data-combo={gift.comboCount}
    >
      <Avatar user={gift.giver} size={36} />
      <span className="gift-banner__lines">
        <span className="gift-banner__giver truncate">{gift.giver.name}</span>
        <span className="gift-banner__what truncate">
          {t('gifts.sent', { gift: gift.gift.name[language] })}
        </span>
      </span>
      <img className="gift-banner__icon" src={gift.gift.iconUrl} alt="" />
      <span key={gift.comboCount} className="gift-banner__count tabular" style={countStyle(gift.comboCount)}>
        ×{gift.comboCount}
      </span>
    </div>
  );
}

type CountStyle = CSSProperties & Record<'--heat', string>;

/** A long combo glows hotter. */
function countStyle(comboCount: number): CountStyle {
  return { '--heat': String(Math.min(1, Math.log10(comboCount + 1) / 3)) };
}
