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
  StageIcon,
  VolumeIcon,
  VolumeOffIcon,
} from '../../ui/icons/index.ts';
import { DanmakuMenu } from '../interaction/danmaku/DanmakuMenu.tsx';
import type { Danmaku } from '../interaction/danmaku/useDanmaku.ts';
import { JoinButton } from '../stage/guest/JoinButton.tsx';
import { OnStageBar } from '../stage/guest/OnStageBar.tsx';
import type { RoomStage } from '../stage/guest/useRoomStage.ts';
import type { StageViewChoice } from '../stage/tileBoxes.ts';
import { ViewToggle } from '../stage/ViewToggle.tsx';
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
  danmaku: Danmaku;
  video: HTMLVideoElement | null;
  hasPicture: boolean;
  stage: RoomStage | null;
  /** Null with nobody but the anchor to look at. */
  view: StageViewChoice | null;
  onView: (view: StageViewChoice) => void;
  onApply: (seat: number | null) => void;
  onToggleSound: () => void;
  onSeats: () => void;
  /** Opens the room's details; null where they are on screen anyway. */
  onDetails: (() => void) | null;
}

/** How one watches; for somebody on stage, how they are seen. */
export function Controls(props: ControlsProps) {
  const { room, stage, view, onView, onApply, onDetails } = props;
  const { t } = useI18n();
  const isOnStage = stage?.seat != null;
  return (
    <div className="controls" data-on-stage={isOnStage}>
      {onDetails && (
        <div className="controls__head">
          {stage && room?.status === 'live' && <SeatsButton stage={stage} onPress={props.onSeats} />}
          {view && <ViewToggle view={view} onChange={onView} />}
        </div>
      )}
      <div className="controls__row" role="toolbar" aria-label={t('room.controls')}>
        <Sound {...props} />
        {!isOnStage && <Latency playback={props.playback} isCompact={onDetails !== null} />}
        <span className="controls__gap" />
        {stage && isOnStage && <OnStageBar stage={stage} />}
        {isOnStage && <span className="controls__gap" />}
        {view && !onDetails && <ViewToggle view={view} onChange={onView} />}
        {!isOnStage && <DanmakuMenu danmaku={props.danmaku} />}
        {!isOnStage && <Playback {...props} />}
        <Screen {...props} isOnStage={isOnStage} />
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
        {stage && !onDetails && <JoinButton stage={stage} isCompact={false} onOpen={() => onApply(null)} />}
      </div>
    </div>
  );
}

/** How full the stage is; opens the seats. */
function SeatsButton({ stage, onPress }: { stage: RoomStage; onPress: () => void }) {
  const { t } = useI18n();
  const seats = stage.stage.seats.filter(({ seat }) => seat > 0);
  if (seats.length === 0) return null;
  const taken = seats.filter(({ state }) => state === 'taken').length;
  return (
    <button
      type="button"
      className="controls__seats"
      aria-label={`${t('stage.seats')}: ${taken}/${seats.length}`}
      aria-haspopup="dialog"
      data-testid="stage-open-seats"
      data-taken={taken}
      onClick={onPress}
    >
      <StageIcon size={18} />
      <span className="tabular">
        {taken}/{seats.length}
      </span>
    </button>
  );
}

type SliderStyle = CSSProperties & Record<'--fill', string>;

function Sound({ volume, onToggleSound }: ControlsProps) {
  const { t } = useI18n();
  const sliderStyle: SliderStyle = { '--fill': `${volume.level * 100}%` };
  return (
    <>
      <IconButton
        label={t(volume.isMuted ? 'room.unmute' : 'room.mute')}
        aria-pressed={volume.isMuted}
        data-testid="room-mute"
        onClick={onToggleSound}
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
    </>
  );
}

function Playback({ ladder, playback }: ControlsProps) {
  return (
    <>
      <QualityMenu ladder={ladder} playback={playback} />
      <ProtocolMenu ladder={ladder} playback={playback} />
    </>
  );
}

function Screen({ fullscreen, hasPicture, video, isOnStage }: ControlsProps & { isOnStage: boolean }) {
  const { t } = useI18n();
  return (
    <>
      {hasPicture && !isOnStage && document.pictureInPictureEnabled && (
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
          className="controls__fullscreen"
          data-testid="room-fullscreen"
          onClick={() => void fullscreen.toggle()}
        >
          {fullscreen.isFullscreen ? <FullscreenExitIcon /> : <FullscreenIcon />}
        </IconButton>
      )}
    </>
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
