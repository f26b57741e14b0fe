import { useEffect, useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import type { PlaybackState } from '../../player/index.ts';
import type { LiveClient, RoomState } from '../../sdk/index.ts';
import { useStore } from '../../ui/useStore.ts';
import type { RoomScreen } from './roomScreen.ts';

interface PlayerNoticeProps {
  client: LiveClient;
  roomState: RoomState;
  name: string;
  screen: RoomScreen;
  playback: PlaybackState;
}

const screenTexts = {
  blocked: 'room.failedTitle',
  connecting: 'room.connecting',
  waiting: 'room.waitingTitle',
  ended: 'room.endedTitle',
  buffering: 'room.buffering',
  playing: 'room.playing',
  playbackFailed: 'room.playbackFailedTitle',
} as const;

/** The state of the room in words: read aloud always, drawn where the picture does not say it. */
export function PlayerNotice({ client, roomState, name, screen, playback }: PlayerNoticeProps) {
  const { t } = useI18n();
  const { phase } = useStore(client.state);
  const isDraining = useIsDraining(client);
  const notice =
    phase === 'reconnecting'
      ? t('room.reconnecting')
      : isDraining
        ? t('room.draining')
        : roomState.isAnchorAway && roomState.room?.status === 'live'
          ? t('room.anchorAway', { name })
          : null;
  return (
    <div
      className="player-notice"
      role="status"
      aria-live="polite"
      data-testid="room-state"
      data-state={screen.kind}
      data-connection={phase}
      data-protocol={playback.protocol ?? 'none'}
      data-anchor-away={roomState.isAnchorAway}
      data-draining={isDraining}
    >
      {notice ? (
        <p className="banner banner--warn" data-testid="room-notice">
          {notice}
        </p>
      ) : (
        <span className="visually-hidden">{t(screenTexts[screen.kind])}</span>
      )}
    </div>
  );
}

function useIsDraining(client: LiveClient): boolean {
  const [isDraining, setDraining] = useState(false);
  useEffect(() => {
    const stops = [
      client.on('draining', () => setDraining(true)),
      client.on('stateChanged', (state) => {
        if (state.phase === 'joined') setDraining(false);
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [client]);
  return isDraining;
}
