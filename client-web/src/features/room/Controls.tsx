import type { RoomView } from '@lianmai/shared';
import type { CSSProperties } from 'react';
import { useI18n } from '../../i18n/index.ts';
import type { PlaybackLadder, PlaybackState } from '../../player/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import {
  FullscreenExitIcon,
  FullscreenIcon,
  InfoIcon,
  PictureInPictureIcon,
  VolumeIcon,
  VolumeOffIcon,
} from '../../ui/icons/index.ts';
import { Latency } from './Latency.tsx';
import { ProtocolMenu, QualityMenu } from './PlaybackMenus.tsx';
import type { useFullscreen } from './useFullscreen.ts';
import type { Volume } from './useVolume.ts';

interface ControlsProps {
  room: RoomView | null;
  ladder: PlaybackLadder | null;
  playback: PlaybackState;
  volume: Volume;
  fullscreen: ReturnType<typeof useFullscreen>;
  video: HTMLVideoElement | null;
  hasPicture: boolean;
  onToggleSound: () => void;
  /** Opens the room's details; null where they are on screen anyway. */
  onDetails: (() => void) | null;
}

type SliderStyle = CSSProperties & Record<'--fill', string>;

export function Controls(props: ControlsProps) {
  const { room, ladder, playback, volume, fullscreen, video, hasPicture, onDetails } = props;
  const { t } = useI18n();
  const sliderStyle: SliderStyle = { '--fill': `${volume.level * 100}%` };
  return (
    <div className="controls">
      {onDetails && room && (
        <div className="controls__title">
          <h1>{room.title}</h1>
        </div>
      )}
      <div className="controls__row" role="toolbar" aria-label={t('room.controls')}>
        <IconButton
          label={t(volume.isMuted ? 'room.unmute' : 'room.mute')}
          aria-pressed={volume.isMuted}
          data-testid="room-mute"
          onClick={props.onToggleSound}
        >
          {volume.isMuted ? <VolumeOffIcon /> : <VolumeIcon />}
        </IconButton>
        <input
          className="slider controls__volume"
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={volume.level}
          style={sliderStyle}
          aria-label={t('room.volume')}
          data-testid="room-volume"
          onChange={(event) => volume.set(Number(event.target.value))}
        />
        <Latency playback={playback} isCompact={onDetails !== null} />
        <span className="controls__gap" />
        <QualityMenu ladder={ladder} playback={playback} />
        <ProtocolMenu ladder={ladder} playback={playback} />
        {hasPicture && document.pictureInPictureEnabled && (
          <IconButton
            label={t('room.pip')}
            className="controls__pip"
            data-testid="room-pip"
            onClick={() => void togglePip(video)}
          >
            <PictureInPictureIcon />
          </IconButton>
        )}
        {fullscreen.canFullscreen && (
          <IconButton
            label={t(fullscreen.isFullscreen ? 'room.exitFullscreen' : 'room.fullscreen')}
            data-testid="room-fullscreen"
            onClick={() => void fullscreen.toggle()}
          >
            {fullscreen.isFullscreen ? <FullscreenExitIcon /> : <FullscreenIcon />}
          </IconButton>
        )}
        {onDetails && (
          <IconButton
            label={t('room.info')}
            aria-haspopup="dialog"
            data-testid="room-open-sheet"
            onClick={onDetails}
          >
            <InfoIcon />
          </IconButton>
        )}
      </div>
    </div>
  );
}

async function togglePip(video: HTMLVideoElement | null): Promise<void> {
  try {
    if (document.pictureInPictureElement) await document.exitPictureInPicture();
    else await video?.requestPictureInPicture();
  } catch {
    // No picture yet, or the system said no: nothing changes on screen, which is the answer.
  }
}
