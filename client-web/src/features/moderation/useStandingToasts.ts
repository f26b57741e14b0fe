import { useEffect, useRef } from 'react';
import { useI18n } from '../../i18n/index.ts';
import type { LiveClient } from '../../sdk/index.ts';
import { useToast } from '../../ui/Toasts.tsx';
import { momentText } from './sanctionTexts.ts';

/** Says at once what others have changed about oneself: muted, unmuted, moderator. */
export function useStandingToasts(client: LiveClient): void {
  const { t, language } = useI18n();
  const toast = useToast();
  const before = useRef({ muted: null as unknown, isModerator: false });
  useEffect(() => {
    const note = () => {
      const { muted, role } = client.room.getSnapshot();
      before.current = { muted, isModerator: role === 'moderator' };
    };
    note();
    const stopFollowing = client.on('stateChanged', note);
    const stopListening = client.on('standingChanged', ({ muted, role }) => {
      const was = before.current;
      const isModerator = role === 'moderator';
      if (isModerator !== was.isModerator) {
        toast(t(isModerator ? 'moderation.nowModerator' : 'moderation.noModerator'));
      } else if (muted) {
        const { untilMs, endsWithShow, reason } = muted;
        const sentence = endsWithShow
          ? t('moderation.nowMutedShow')
          : untilMs === null
            ? t('moderation.nowMuted')
            : t('moderation.nowMutedUntil', { time: momentText(untilMs, Date.now(), language) });
        toast(reason ? `${sentence} (${reason})` : sentence, 'error');
      } else if (was.muted) toast(t('moderation.nowUnmuted'));
      note();
    });
    return () => {
      stopFollowing();
      stopListening();
    };
  }, [client, t, toast, language]);
}
