import { useEffect, useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import type { LiveClient, MediaConnectionState } from '../../sdk/index.ts';
import { useStore } from '../../ui/useStore.ts';

interface OnAirNoticeProps {
  client: LiveClient;
  /** The encoder sends nothing. */
  isStreamLost: boolean;
}

/** What stands between the anchor and the audience at the moment, in one line; read aloud. */
export function OnAirNotice({ client, isStreamLost }: OnAirNoticeProps) {
  const { t } = useI18n();
  const { phase } = useStore(client.state);
  const [media, setMedia] = useState<MediaConnectionState>('connected');
  const [isDraining, setDraining] = useState(false);

  useEffect(() => {
    const stops = [
      client.on('mediaStateChanged', ({ direction, state }) => {
        if (direction === 'send') setMedia(state);
      }),
      client.on('draining', () => setDraining(true)),
      client.on('stateChanged', (state) => {
        if (state.phase === 'joined') setDraining(false);
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [client]);

  const text =
    phase === 'reconnecting'
      ? t('studio.reconnecting')
      : media === 'recovering' || media === 'failed'
        ? t('studio.mediaRecovering')
        : isDraining
          ? t('room.draining')
          : isStreamLost
            ? t('encoder.lost')
            : null;
  return (
    <div
      className="stage-notice"
      role="status"
      aria-live="polite"
      data-testid="studio-notice"
      data-phase={phase}
    >
      {text ? (
        <p className="banner banner--warn">{text}</p>
      ) : (
        <span className="visually-hidden">{t('studio.isLive')}</span>
      )}
    </div>
  );
}
