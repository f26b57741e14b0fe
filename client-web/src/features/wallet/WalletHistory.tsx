import type { Gift, TransferKind, WalletEntry } from '@lianmai/shared';
import { useEffect, useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { type PlainKey, useI18n } from '../../i18n/index.ts';
import { LiveError } from '../../sdk/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { Coins } from '../gifts/Coins.tsx';
import { LoadFailure } from '../gifts/LoadFailure.tsx';
import { useCatalogue } from '../gifts/useWallet.ts';

const kinds: Record<TransferKind, PlainKey> = {
  grant: 'wallet.grant',
  topUp: 'wallet.topUp',
  purchase: 'wallet.purchase',
  gift: 'wallet.gift',
  giftRefund: 'wallet.giftRefund',
};

/** What came in and went out, newest first. */
export function WalletHistory() {
  const { t } = useI18n();
  const { gifts } = useServices();
  const { value: catalogue } = useCatalogue();
  const [entries, setEntries] = useState<WalletEntry[] | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const [error, setError] = useState<LiveError | null>(null);
  const [isBusy, setBusy] = useState(false);

  const load = async (after: string | null, signal?: AbortSignal) => {
    setBusy(true);
    setError(null);
    try {
      const page = await gifts.history({ cursor: after ?? undefined, signal });
      setEntries((before) => (after === null ? page.entries : [...(before ?? []), ...page.entries]));
      setCursor(page.nextCursor);
    } catch (cause) {
      if (!signal?.aborted) setError(LiveError.from(cause));
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => {
    const leaving = new AbortController();
    void load(null, leaving.signal);
    return () => leaving.abort();
  }, []);

  if (error && !entries) return <LoadFailure error={error} onRetry={() => void load(null)} />;
  if (!entries) return <Spinner />;
  if (entries.length === 0) return <p className="wallet__empty">{t('wallet.empty')}</p>;
  return (
    <>
      <ul className="wallet__entries" data-testid="wallet-history">
        {entries.map((entry) => (
          <Entry key={`${entry.id}/${entry.account}`} entry={entry} catalogue={catalogue ?? []} />
        ))}
      </ul>
      {cursor && (
        <Button isBusy={isBusy} data-testid="wallet-more" onClick={() => void load(cursor)}>
          {t('wallet.more')}
        </Button>
      )}
    </>
  );
}

function Entry({ entry, catalogue }: { entry: WalletEntry; catalogue: readonly Gift[] }) {
  const { t, language } = useI18n();
  const gift = catalogue.find(({ id }) => id === entry.giftId);
  const isIncome = entry.account === 'income';
  const what = isIncome && entry.kind === 'gift' ? t('wallet.giftIncome') : t(kinds[entry.kind]);
  const at = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en', {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(new Date(entry.at));
  return (
    <li className="wallet-entry" data-testid="wallet-entry" data-kind={entry.kind} data-amount={entry.amount}>
      <img src={gift?.iconUrl ?? '/gifts/coin.svg'} alt="" width={36} height={36} />
      <span className="wallet-entry__lines">
        <span className="truncate">
          {what}
          {gift && ` · ${gift.name[language]}`}
          {entry.count !== null && ` ×${entry.count}`}
          {entry.note && ` · ${entry.note}`}
        </span>
        <time className="wallet-entry__at" dateTime={entry.at}>
          {at}
        </time>
      </span>
      <span className="wallet-entry__amount" data-sign={entry.amount > 0 ? 'in' : 'out'}>
        <Coins coins={entry.amount} isSigned />
      </span>
    </li>
  );
}
