import type { UserRef } from '@lianmai/shared';
import { useI18n } from '../../i18n/index.ts';
import { CheckIcon, PlusIcon } from '../../ui/icons/index.ts';
import { useFollow } from './useFollow.ts';
import './follows.css';

/** Beside an anchor's name. */
export function FollowButton({ anchor }: { anchor: UserRef }) {
  const { t, tCount } = useI18n();
  const { state, isOneself, isBusy, toggle } = useFollow(anchor);
  if (!state) return null;
  const count = tCount('follow.followers', state.followerCount);
  if (isOneself) {
    return (
      <span className="follow-count" data-testid="follower-count" data-count={state.followerCount}>
        {count}
      </span>
    );
  }
  const { isFollowed } = state;
  return (
    <button
      type="button"
      className={isFollowed ? 'follow-button follow-button--on' : 'follow-button'}
      aria-pressed={isFollowed}
      aria-label={t(isFollowed ? 'follow.unfollowName' : 'follow.followName', { name: anchor.name })}
      aria-busy={isBusy}
      title={count}
      data-testid="follow-button"
      data-count={state.followerCount}
      onClick={toggle}
    >
      {isFollowed ? <CheckIcon size={16} /> : <PlusIcon size={16} />}
      <span className="follow-button__label">{t(isFollowed ? 'follow.following' : 'follow.follow')}</span>
    </button>
  );
}
