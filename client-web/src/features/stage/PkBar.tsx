import type { PkSide, PkView } from '@lianmai/shared';
import { type CSSProperties, useEffect, useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { CrownIcon } from '../../ui/icons/index.ts';
import './pk.css';

interface PkBarProps {
  roomId: string;
  pk: PkView;
  serverNow: () => number;
}

type BarStyle = CSSProperties & Record<'--share', string>;
type Outcome = 'win' | 'loss' | 'draw' | null;

/** Neither side vanishes from the bar, however far behind. */
const leastShare = 0.12;

/** How a PK stands: both anchors, their scores, the time; then who won. One's own room is always on the left. */
export function PkBar({ roomId, pk, serverNow }: PkBarProps) {
  const { t } = useI18n();
  const [first, second] = pk.sides;
  const [own, rival] = first.roomId === roomId ? [first, second] : [second, first];
  const total = own.score + rival.score;
  const share = total === 0 ? 0.5 : Math.min(1 - leastShare, Math.max(leastShare, own.score / total));
  const style: BarStyle = { '--share': share.toFixed(3) };
  return (
    <section
      className="pk"
      style={style}
      aria-label={t('pk.title')}
      data-testid="pk-bar"
      data-phase={pk.phase}
      data-winner={pk.winnerRoomId ?? 'none'}
    >
      <div className="pk__scores">
        <Side side={own} place="own" outcome={outcomeOf(pk, own)} />
        <PkTimer pk={pk} serverNow={serverNow} />
        <Side side={rival} place="rival" outcome={outcomeOf(pk, rival)} />
      </div>
      <div className="pk__bar" aria-hidden="true">
        <span className="pk__own" />
        <span className="pk__spark" />
      </div>
      {pk.phase === 'result' && <Result pk={pk} own={own} rival={rival} />}
    </section>
  );
}

function Side({ side, place, outcome }: { side: PkSide; place: 'own' | 'rival'; outcome: Outcome }) {
  const { formats } = useI18n();
  return (
    <div className={`pk__side pk__side--${place}`} data-outcome={outcome ?? 'open'}>
      <span className="pk__face">
        <Avatar user={side.anchor} size={30} />
        {outcome === 'win' && (
          <span className="pk__crown">
            <CrownIcon size={16} />
          </span>
        )}
      </span>
      <span className="pk__lines">
        <span className="pk__name truncate">{side.anchor.name}</span>
        <span
          className="pk__score tabular"
          data-testid="pk-score"
          data-room={side.roomId}
          data-score={side.score}
        >
          {formats.compact(side.score)}
        </span>
      </span>
    </div>
  );
}

function PkTimer({ pk, serverNow }: { pk: PkView; serverNow: () => number }) {
  const { t, formats } = useI18n();
  const [leftMs, setLeftMs] = useState(() => pk.phaseEndsAtMs - serverNow());
  useEffect(() => {
    const tick = () => setLeftMs(Math.max(0, pk.phaseEndsAtMs - serverNow()));
    tick();
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [pk.phaseEndsAtMs, serverNow]);
  const isClose = pk.phase === 'battle' && leftMs <= 10_000;
  return (
    <span className="pk__timer tabular" data-close={isClose} data-testid="pk-timer" role="timer">
      <span className="pk__mark">PK</span>
      {pk.phase === 'battle' ? formats.duration(leftMs + 999) : t('pk.result')}
    </span>
  );
}

function Result({ pk, own, rival }: { pk: PkView; own: PkSide; rival: PkSide }) {
  const { t } = useI18n();
  const winner = [own, rival].find(({ roomId }) => roomId === pk.winnerRoomId);
  return (
    <p className="pk__result" role="status" data-testid="pk-result">
      {winner ? t('pk.winner', { name: winner.anchor.name }) : t('pk.draw')}
    </p>
  );
}

function outcomeOf(pk: PkView, side: PkSide): Outcome {
  if (pk.phase === 'battle') return null;
  if (pk.winnerRoomId === null) return 'draw';
  return pk.winnerRoomId === side.roomId ? 'win' : 'loss';
}
