import type { FollowState, UserRef } from '@lianmai/shared';
import { useEffect, useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { describeError, LiveError } from '../../sdk/index.ts';
import { useToast } from '../../ui/Toasts.tsx';
import { useAccountDialog } from '../identity/AccountDialogs.tsx';
import { useIdentity } from '../identity/useIdentity.ts';

export interface FollowControl {
  /** null while nothing is known. */
  state: FollowState | null;
  /** One does not follow oneself. */
  isOneself: boolean;
  isBusy: boolean;
  toggle: () => void;
}

/** Whether one follows this anchor, and how many do; asked anew when one becomes somebody else. */
export function useFollow(anchor: UserRef): FollowControl {
  const { t, language } = useI18n();
  const { follows, publicFollows, push } = useServices();
  const toast = useToast();
  const openAccount = useAccountDialog();
  const myId = useIdentity()?.user.id ?? null;
  const [state, setState] = useState<FollowState | null>(null);
  const [isBusy, setBusy] = useState(false);

  useEffect(() => {
    const leaving = new AbortController();
    const rest = myId === null ? publicFollows : follows;
    rest.profile(anchor.id, leaving.signal).then(
      ({ isFollowed, followerCount }) => setState({ isFollowed: isFollowed === true, followerCount }),
      // An anchor whom the server has not written down yet.
      () => {
        if (!leaving.signal.aborted) setState({ isFollowed: false, followerCount: 0 });
      },
    );
    return () => leaving.abort();
  }, [follows, publicFollows, anchor.id, myId]);

  const followed = () => {
    if (push.state.getSnapshot() !== 'off') return;
    toast(t('follow.pushOffer'), 'plain', {
      label: t('follow.pushAccept'),
      onPress: () => void push.enable(language).catch(() => undefined),
    });
  };
  const toggle = async () => {
    if (!state || isBusy) return;
    setBusy(true);
    try {
      const next = await (state.isFollowed ? follows.unfollow(anchor.id) : follows.follow(anchor.id));
      setState(next);
      if (next.isFollowed) followed();
    } catch (cause) {
      const { code } = LiveError.from(cause);
      if (code === 'guests_disabled' || code === 'token_missing') openAccount('signIn');
      else toast(describeError(code, language), 'error');
    } finally {
      setBusy(false);
    }
  };
  return { state, isOneself: myId === anchor.id, isBusy, toggle: () => void toggle() };
}
