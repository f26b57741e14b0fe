import type { RoomView } from '@lianmai/shared';
import { type ReactNode, useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import type { PlaybackLadder, PlaybackState } from '../../player/index.ts';
import type { LiveClient, RoomState } from '../../sdk/index.ts';
import { Backdrop } from '../../ui/Backdrop.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { VolumeOffIcon } from '../../ui/icons/index.ts';
import { DanmakuLayer } from '../interaction/danmaku/DanmakuLayer.tsx';
import { useDanmaku } from '../interaction/danmaku/useDanmaku.ts';
import { FaceTags } from '../stage/FaceTags.tsx';
import { GuestNotice } from '../stage/guest/GuestNotice.tsx';
import type { RoomStage } from '../stage/guest/useRoomStage.ts';
import { PkBar } from '../stage/PkBar.tsx';
import type { StageViewChoice } from '../stage/tileBoxes.ts';
import { Controls } from './Controls.tsx';
import { PlayerNotice } from './PlayerNotice.tsx';
import { PlayerStage, usePlayerPicture } from './PlayerStage.tsx';
import { playerKeys } from './playerKeys.ts';
import { RoomBar } from './RoomBar.tsx';
import type { RoomScreen } from './roomScreen.ts';
import { StageOverlay } from './StageOverlay.tsx';
import { StageSection } from './StageSection.tsx';
import { useControlsShown } from './useControlsShown.ts';
import { useFullscreen } from './useFullscreen.ts';
import { useVolume } from './useVolume.ts';
import { whatIsOff } from './whatIsOff.ts';

interface PlayerProps {
  client: LiveClient;
  ladder: PlaybackLadder | null;
  playback: PlaybackState;
  room: RoomView | null;
  roomState: RoomState;
  screen: RoomScreen;
  stage: RoomStage | null;
  video: HTMLVideoElement | null;
  onVideo: (video: HTMLVideoElement | null) => void;
  onRestart: () => void;
  /** Asks for a seat; `null`: any. */
  onApply: (seat: number | null) => void;
  /** What a phone shows in a sheet; null where it stands beside the player. */
  details: ReactNode;
  /** Hearts, gift effects. */
  overPicture: ReactNode;
  /** Chat and actions over the picture of a phone; null where they stand beside the player. */
  floating: ((more: { isOpen: boolean; onToggle: () => void }) => ReactNode) | null;
}

/** The picture with everything that lies over it. */
export function Player(props: PlayerProps) {
  const { client, ladder, playback, room, roomState, screen, stage, video } = props;
  const { t } = useI18n();
  const [frame, setFrame] = useState<HTMLElement | null>(null);
  const [screenVideo, setScreenVideo] = useState<HTMLVideoElement | null>(null);
  const [sheet, setSheet] = useState<'details' | 'seats' | null>(null);
  const [hasMore, setMore] = useState(false);
  const [view, setView] = useState<StageViewChoice>('stage');
  const volume = useVolume(video);
  const danmaku = useDanmaku();
  const fullscreen = useFullscreen(frame, video);
  const mayHide = screen.kind === 'playing' && sheet === null && !stage?.seat;
  const isPhone = props.floating !== null;
  const isShown = useControlsShown(frame, mayHide && !isPhone);
  const picture = usePlayerPicture(client, roomState, playback, stage);
  const name = room?.anchor.name ?? '';
  const hasPicture = screen.kind === 'playing' || screen.kind === 'buffering';
  const toggleSound = () => {
    if (playback.isSoundBlocked) void ladder?.unmute();
    else volume.setMuted(!volume.isMuted);
  };

  const applyFromSheet = (seat: number) => {
    setSheet(null);
    props.onApply(seat);
  };

  return (
    <section
      ref={setFrame}
      className="player"
      aria-label={t('room.player')}
      data-controls={isShown ? 'shown' : 'hidden'}
      data-picture={hasPicture}
      data-shared={picture.isShared}
      data-pk={roomState.pk !== null}
      data-more={hasMore}
      data-danmaku={danmaku.isShown}
      onKeyDown={playerKeys({ toggleSound, volume, fullscreen })}
    >
      <Backdrop video={screenVideo ?? video} />
      <div className="player__picture">
        <PlayerStage
          client={client}
          roomState={roomState}
          picture={picture}
          view={picture.hasRival ? 'stage' : view}
          isMuted={volume.isMuted}
          onVideo={props.onVideo}
          onScreenVideo={setScreenVideo}
        />
      </div>
      {playback.layout?.isComposed && hasPicture && playback.protocol !== 'webrtc' && (
        <FaceTags layout={playback.layout} player={frame} />
      )}
      {danmaku.isShown && hasPicture && (
        <DanmakuLayer client={client} ladder={ladder} settings={danmaku.settings} />
      )}
      <StageOverlay
        screen={screen}
        room={room}
        off={picture.screen || picture.isShared || playback.layout?.isComposed ? null : whatIsOff(roomState)}
        reason={roomState.showEndReason}
        ladder={ladder}
        playback={playback}
        onRestart={props.onRestart}
      />
      <RoomBar client={client} room={room} isLive={room?.status === 'live'} isPhone={isPhone} />
      {roomState.pk && room && (
        <div className="player__pk">
          <PkBar roomId={room.id} pk={roomState.pk} serverNow={stage?.serverNow ?? Date.now} />
        </div>
      )}
      <PlayerNotice client={client} roomState={roomState} name={name} screen={screen} playback={playback} />
      {playback.isSoundBlocked && screen.kind === 'playing' && (
        <button
          type="button"
          className="sound-blocked"
          onClick={() => void ladder?.unmute()}
          data-testid="room-unmute"
        >
          <VolumeOffIcon />
          {t('room.tapToUnmute')}
        </button>
      )}
      {stage && <GuestNotice stage={stage} />}
      {props.overPicture && <div className="player__over">{props.overPicture}</div>}
      {props.floating?.({ isOpen: hasMore, onToggle: () => setMore(!hasMore) })}
      <Controls
        room={room}
        ladder={ladder}
        playback={playback}
        volume={volume}
        fullscreen={fullscreen}
        danmaku={danmaku}
        video={screenVideo ?? video}
        hasPicture={hasPicture}
        stage={stage}
        view={picture.isShared && !picture.hasRival && !picture.screen ? view : null}
        onView={setView}
        onApply={props.onApply}
        onToggleSound={toggleSound}
        onDetails={props.details ? () => setSheet('details') : null}
        onSeats={() => setSheet('seats')}
      />
      {sheet === 'details' && props.details && (
        <Dialog title={t('room.info')} testId="room-sheet" onClose={() => setSheet(null)}>
          {props.details}
        </Dialog>
      )}
      {sheet === 'seats' && stage && room && (
        <Dialog title={t('stage.seats')} testId="stage-seats-sheet" onClose={() => setSheet(null)}>
          <StageSection roomId={room.id} stage={stage} onApply={applyFromSheet} />
        </Dialog>
      )}
    </section>
  );
}
