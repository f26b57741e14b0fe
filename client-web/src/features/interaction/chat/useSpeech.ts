import { useI18n } from '../../../i18n/index.ts';
import type { LiveClient } from '../../../sdk/index.ts';
import { useStore } from '../../../ui/useStore.ts';
import { momentText } from '../../moderation/sanctionTexts.ts';

/** Whether one may write now, as far as is known beforehand, and if not why. */
export function useSpeech(client: LiveClient): { maySpeak: boolean; reason: string } {
  const { t, language } = useI18n();
  const { may, muted } = useStore(client.room);
  const { phase } = useStore(client.state);
  const { settings } = useStore(client.chat.view);
  const refused = (reason: string) => ({ maySpeak: false, reason });
  if (phase === 'connecting' || phase === 'idle') return refused(t('room.connecting'));
  if (phase === 'ended' || !may.chat) return refused(t('chat.notAllowed'));
  if (muted) {
    const until = muted.untilMs;
    return refused(
      until === null
        ? t('chat.muted')
        : t('chat.mutedUntil', { time: momentText(until, Date.now(), language) }),
    );
  }
  if (!settings.isOpen && !may.moderate) return refused(t('chat.closed'));
  return { maySpeak: true, reason: '' };
}
