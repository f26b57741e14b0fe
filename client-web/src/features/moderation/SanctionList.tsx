import type { Sanction } from '@lianmai/shared';
import { type PlainKey, useI18n } from '../../i18n/index.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { ListState } from './ListState.tsx';
import { momentText } from './sanctionTexts.ts';
import { useAct } from './useAct.ts';
import { useLoaded } from './useLoaded.ts';
import { useModerationRest } from './useModerationRest.ts';

const kinds = {
  mute: 'moderation.kindMute',
  kick: 'moderation.kindKick',
  ban: 'moderation.kindBan',
} as const satisfies Record<Sanction['kind'], PlainKey>;

/** Who is muted, kicked or banned, in a room or (`roomId` null) on the platform; each can be lifted. */
export function SanctionList({ roomId }: { roomId: string | null }) {
  const { t } = useI18n();
  const rest = useModerationRest();
  const [loaded, reload] = useLoaded((signal) => rest.sanctions(roomId, signal));
  const { isBusy, act } = useAct();
  const lift = ({ kind, user }: Sanction) => void act(() => rest.lift(roomId, kind, user.id).finally(reload));
  return (
    <ListState
      loaded={loaded}
      onRetry={reload}
      empty={t('moderation.noSanctions')}
      isEmpty={(list) => list.length === 0}
    >
      {(list) => (
        <ul className="order__list">
          {list.map((sanction) => (
            <li
              key={sanction.id}
              className="order-row"
              data-testid="sanction-row"
              data-user={sanction.user.id}
              data-kind={sanction.kind}
            >
              <Avatar user={sanction.user} size={40} />
              <SanctionLines sanction={sanction} />
              <Button
                disabled={isBusy}
                aria-label={t('moderation.liftFor', { name: sanction.user.name })}
                data-testid="sanction-lift"
                onClick={() => lift(sanction)}
              >
                {t('moderation.lift')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </ListState>
  );
}

function SanctionLines({ sanction }: { sanction: Sanction }) {
  const { t, language } = useI18n();
  const { user, kind, reason, untilMs, endsWithShow, by } = sanction;
  const until =
    untilMs === null
      ? t(endsWithShow ? 'moderation.untilShow' : 'moderation.untilLifted')
      : t('moderation.until', { time: momentText(untilMs, Date.now(), language) });
  return (
    <div className="order-row__lines">
      <bdi className="order-row__name truncate">{user.name}</bdi>
      <span className="order-row__facts">
        <span className="tag" data-kind={kind}>
          {t(kinds[kind])}
        </span>
        {until}
      </span>
      <span className="order-row__note truncate">
        {[reason, t('moderation.by', { name: by.name })].filter(Boolean).join(' · ')}
      </span>
    </div>
  );
}
