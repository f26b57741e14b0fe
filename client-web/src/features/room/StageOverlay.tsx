import type { RoomView, ShowEndReason } from '@lianmai/shared';
import { useI18n } from '../../i18n/index.ts';
import type { PlaybackLadder, PlaybackState } from '../../player/index.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { Cover } from '../../ui/Cover.tsx';
import { CheckIcon, ClockIcon, UnpluggedIcon } from '../../ui/icons/index.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import { StatePanel } from '../../ui/StatePanel.tsx';
import { RoomSchedule } from '../follows/ScheduleSections.tsx';
import type { RoomScreen } from './roomScreen.ts';

interface StageOverlayProps {
  screen: RoomScreen;
  room: RoomView | null;
  /** What the anchor has switched off. */
  off: 'camera' | 'everything' | null;
  /** Why the last show ended. */
  reason: ShowEndReason | null;
  ladder: PlaybackLadder | null;
  playback: PlaybackState;
  onRestart: () => void;
}

const endedTexts = {
  ended_by_anchor: 'room.endedText',
  ended_by_operator: 'room.endedText',
  anchor_lost: 'room.endedAnchorLost',
  server_stopping: 'room.endedServer',
} as const satisfies Record<ShowEndReason, string>;

/** What lies over the picture while there is none, or none that moves. */
export function StageOverlay({ screen, room, off, reason, ladder, playback, onRestart }: StageOverlayProps) {
  const { t } = useI18n();
  const isOnAir = screen.kind === 'playing' || screen.kind === 'buffering' || screen.kind === 'connecting';
  if (off && room && isOnAir) return <SwitchedOff room={room} off={off} />;
  const name = room?.anchor.name ?? '';
  switch (screen.kind) {
    case 'blocked':
      return null;
    case 'playing':
      return null;
    case 'connecting':
      return (
        <div className="overlay">
          {room && <Cover seed={room.id} title={room.title} url={room.coverUrl} className="overlay__cover" />}
          <Spinner size={48} />
        </div>
      );
    case 'buffering':
      return (
        <div className="overlay overlay--clear">
          <Spinner size={48} />
        </div>
      );
    case 'waiting':
      return (
        <div className="overlay">
          {room && <Cover seed={room.id} title={room.title} url={room.coverUrl} className="overlay__cover" />}
          <StatePanel
            icon={<ClockIcon size={38} />}
            tone="link"
            title={t('room.waitingTitle')}
            text={t('room.waitingText', { name })}
            testId="room-waiting"
          >
            {room && <RoomSchedule roomId={room.id} />}
          </StatePanel>
        </div>
      );
    case 'ended':
      return (
        <div className="overlay">
          {room && <Cover seed={room.id} title={room.title} url={room.coverUrl} className="overlay__cover" />}
          <StatePanel
            icon={<CheckIcon size={38} />}
            title={t('room.endedTitle')}
            text={t(endedTexts[reason ?? 'ended_by_anchor'], { name })}
            testId="room-ended"
          >
            {room && <RoomSchedule roomId={room.id} />}
          </StatePanel>
        </div>
      );
    case 'playbackFailed':
      return (
        <div className="overlay">
          <PlaybackFailed ladder={ladder} isPinned={playback.choice !== 'auto'} onRestart={onRestart} />
        </div>
      );
  }
}

interface PlaybackFailedProps {
  ladder: PlaybackLadder | null;
  /** The viewer chose the protocol. */
  isPinned: boolean;
  onRestart: () => void;
}

function PlaybackFailed({ ladder, isPinned, onRestart }: PlaybackFailedProps) {
  const { t } = useI18n();
  return (
    <StatePanel
      icon={<UnpluggedIcon size={36} />}
      tone="warn"
      title={t('room.playbackFailedTitle')}
      text={t(isPinned ? 'room.playbackFailedPinned' : 'room.playbackFailedText')}
      testId="room-playback-failed"
    >
      {isPinned && (
        <Button look="primary" onClick={() => ladder?.setProtocol('auto')} data-testid="room-use-auto">
          {t('room.useAuto')}
        </Button>
      )}
      <Button look={isPinned ? 'quiet' : 'primary'} onClick={onRestart} data-testid="room-restart">
        {t('common.retry')}
      </Button>
    </StatePanel>
  );
}

/** The anchor is there, the picture is not: a face instead, and a word on what one hears. */
function SwitchedOff({ room, off }: { room: RoomView; off: 'camera' | 'everything' }) {
  const { t } = useI18n();
  return (
    <div className="overlay" data-testid="room-switched-off" data-off={off}>
      <Cover seed={room.id} title={room.title} url={room.coverUrl} className="overlay__cover" />
      <div className="sound-only">
        {off === 'camera' && <span className="sound-only__ring" />}
        <Avatar user={room.anchor} size={112} />
        <p>{t(off === 'camera' ? 'room.audioOnly' : 'room.allMuted')}</p>
      </div>
    </div>
  );
}
