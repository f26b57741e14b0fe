import type { GiverRank, Givers, GiversPeriod } from '@lianmai/shared';
import { useCallback, useEffect, useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { type PlainKey, useI18n } from '../../i18n/index.ts';
import type { LiveClient } from '../../sdk/index.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { useStore } from '../../ui/useStore.ts';
import { useIdentity } from '../identity/useIdentity.ts';
import { Coins } from './Coins.tsx';
import { LoadFailure } from './LoadFailure.tsx';
import { useLoaded } from './useWallet.ts';

const periods: Record<GiversPeriod, PlainKey> = {
  show: 'givers.show',
  day: 'givers.day',
  all: 'givers.all',
};

/** Who gave most: in this show, today, since ever. */
export function GiversPanel({ client, roomId }: { client: LiveClient; roomId: string }) {
  const { t } = useI18n();
  const [period, setPeriod] = useState<GiversPeriod>('show');
  return (
    <div className="givers" data-testid="givers" data-period={period}>
      <div className="givers__periods" role="radiogroup" aria-label={t('givers.period')}>
        {(Object.keys(periods) as GiversPeriod[]).map((one) => (
          // biome-ignore lint/a11y/useSemanticElements: looks like a segment
          <button
            key={one}
            type="button"
            role="radio"
            aria-checked={one === period}
            className="givers__period"
            data-testid={`givers-${one}`}
            onClick={() => setPeriod(one)}
          >
            {t(periods[one])}
          </button>
        ))}
      </div>
      <GiversList key={period} client={client} roomId={roomId} period={period} />
    </div>
  );
}

function GiversList({
  client,
  roomId,
  period,
}: {
  client: LiveClient;
  roomId: string;
  period: GiversPeriod;
}) {
  const { t } = useI18n();
  const { gifts } = useServices();
  const load = useCallback(
    (signal: AbortSignal) => gifts.givers(roomId, period, signal),
    [gifts, roomId, period],
  );
  const { value, error, reload } = useLoaded<Givers>(load);
  const live = useStore(client.gifts.givers);

  // The room tells of the first few as they change; the whole list is asked for again, but not with every gift.
  useEffect(() => {
    if (live.coins === 0) return;
    const timer = setTimeout(reload, 3000);
    return () => clearTimeout(timer);
  }, [live.coins, reload]);

  if (error && !value) return <LoadFailure error={error} onRetry={reload} />;
  if (!value) {
    return (
      <div className="givers__state">
        <Spinner />
      </div>
    );
  }
  const givers = period === 'show' ? merged(value.givers, live.top) : value.givers;
  if (givers.length === 0) return <p className="givers__state">{t('givers.empty')}</p>;
  return (
    <ol className="givers__list">
      {givers.map((rank, i) => (
        <GiverLine key={rank.user.id} rank={rank} place={i + 1} />
      ))}
    </ol>
  );
}

/** The live ranks are newer; who is not among them keeps the place below. */
function merged(listed: readonly GiverRank[], top: readonly GiverRank[]): GiverRank[] {
  const live = new Map(top.map((rank) => [rank.user.id, rank]));
  const all = [...listed.filter(({ user }) => !live.has(user.id)), ...top];
  return all.sort((a, b) => b.coins - a.coins);
}

function GiverLine({ rank: { user, coins }, place }: { rank: GiverRank; place: number }) {
  const { t } = useI18n();
  const isOwn = useIdentity()?.user.id === user.id;
  return (
    <li className="giver" data-testid="giver" data-user={user.id} data-coins={coins} data-place={place}>
      <span className="giver__place tabular">{place}</span>
      <Avatar user={user} size={38} />
      <span className="giver__name truncate">
        {user.name}
        {isOwn && <span className="giver__own">{t('stage.you')}</span>}
      </span>
      <Coins coins={coins} />
    </li>
  );
}
