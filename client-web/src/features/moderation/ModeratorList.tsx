import type { UserRef } from '@lianmai/shared';
import { useI18n } from '../../i18n/index.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { ListState } from './ListState.tsx';
import { useAct } from './useAct.ts';
import { useLoaded } from './useLoaded.ts';
import { useModerationRest } from './useModerationRest.ts';

/** The room's moderators; its anchor can take the role back. */
export function ModeratorList({ roomId, isOwner }: { roomId: string; isOwner: boolean }) {
  const { t } = useI18n();
  const rest = useModerationRest();
  const [loaded, reload] = useLoaded((signal) => rest.moderators(roomId, signal));
  const { isBusy, act } = useAct();
  const dismiss = (user: UserRef) =>
    void act(() => rest.setModerator(roomId, user.id, false).finally(reload));
  return (
    <ListState
      loaded={loaded}
      onRetry={reload}
      empty={t(isOwner ? 'moderation.noModerators' : 'moderation.noModeratorsForThem')}
      isEmpty={(list) => list.length === 0}
    >
      {(list) => (
        <ul className="order__list">
          {list.map(({ user, by }) => (
            <li key={user.id} className="order-row" data-testid="moderator-row" data-user={user.id}>
              <Avatar user={user} size={40} />
              <div className="order-row__lines">
                <bdi className="order-row__name truncate">{user.name}</bdi>
                <span className="order-row__note truncate">{t('moderation.by', { name: by.name })}</span>
              </div>
              {isOwner && (
                <Button
                  disabled={isBusy}
                  aria-label={`${t('moderation.dropModerator')}: ${user.name}`}
                  data-testid="moderator-dismiss"
                  onClick={() => dismiss(user)}
                >
                  {t('moderation.dropModerator')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </ListState>
  );
}
