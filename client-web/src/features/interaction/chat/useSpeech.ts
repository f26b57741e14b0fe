import { useI18n } from '../../../i18n/index.ts';
import type { LiveClient } from '../../../sdk/index.ts';
import { useStore } from '../../../ui/useStore.ts';

/** Whether one may write now, as far as is known beforehand, and if not why. */
export function useSpeech(client: LiveClient): { maySpeak: boolean; reason: string } {
  const { t } = useI18n();
  const { may } = useStore(client.room);
  const { phase } = useStore(client.state);
  const { settings } = useStore(client.chat.view);
  if (phase === 'connecting' || phase === 'idle') return { maySpeak: false, reason: t('room.connecting') };
  if (phase === 'ended' || !may.chat) return { maySpeak: false, reason: t('chat.notAllowed') };
  if (!settings.isOpen && !may.moderate) return { maySpeak: false, reason: t('chat.closed') };
  return { maySpeak: true, reason: '' };
}
