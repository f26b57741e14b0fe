import type { RoomView } from '@lianmai/shared';
import { useI18n } from '../../i18n/index.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { Cover } from '../../ui/Cover.tsx';
import { CheckIcon, ClockIcon, UnpluggedIcon } from '../../ui/icons/index.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import { StatePanel } from '../../ui/StatePanel.tsx';
import type { RoomScreen } from './roomScreen.ts';

interface StageOverlayProps {
  screen: RoomScreen;
  room: RoomView | null;
  isPictureOff: boolean;
  onRestart: () => void;
}

/** What lies over the picture while there is none, or none that moves. */
export function StageOverlay({ screen, room, isPictureOff, onRestart }: StageOverlayProps) {
  const { t } = useI18n();
  const name = room?.anchor.name ?? '';
  switch (screen.kind) {
    case 'blocked':
      return null;
    case 'playing':
      return isPictureOff && room ? <SoundOnly room={room} /> : null;
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
          />
        </div>
      );
    case 'ended':
      return (
        <div className="overlay">
          {room && <Cover seed={room.id} title={room.title} url={room.coverUrl} className="overlay__cover" />}
          <StatePanel
            icon={<CheckIcon size={38} />}
            title={t('room.endedTitle')}
            text={t('room.endedText', { name })}
            testId="room-ended"
          />
        </div>
      );
    case 'playbackFailed':
      return (
        <div className="overlay">
          <StatePanel
            icon={<UnpluggedIcon size={36} />}
            tone="warn"
            title={t('room.playbackFailedTitle')}
            text={t('room.playbackFailedText')}
            testId="room-playback-failed"
          >
            <Button look="primary" onClick={onRestart} data-testid="room-restart">
              {t('common.retry')}
            </Button>
          </StatePanel>
        </div>
      );
  }
}

function SoundOnly({ room }: { room: RoomView }) {
  const { t } = useI18n();
  return (
    <div className="overlay" data-testid="room-sound-only">
      <Cover seed={room.id} title={room.title} url={room.coverUrl} className="overlay__cover" />
      <div className="sound-only">
        <span className="sound-only__ring" />
        <Avatar user={room.anchor} size={112} />
        <p>{t('room.audioOnly')}</p>
      </div>
    </div>
  );
}
