import type { RoomView } from '@lianmai/shared';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import type { PlaybackLadder, PlaybackState } from '../../player/index.ts';
import type { LiveClient, RoomState } from '../../sdk/index.ts';
import { Backdrop } from '../../ui/Backdrop.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { VolumeOffIcon } from '../../ui/icons/index.ts';
import { MediaVideo } from '../../ui/MediaVideo.tsx';
import { useStore } from '../../ui/useStore.ts';
import { Controls } from './Controls.tsx';
import { PlayerNotice } from './PlayerNotice.tsx';
import { RoomBar } from './RoomBar.tsx';
import type { RoomScreen } from './roomScreen.ts';
import { StageOverlay } from './StageOverlay.tsx';
import { useControlsShown } from './useControlsShown.ts';
import { useFullscreen } from './useFullscreen.ts';
import { useVolume } from './useVolume.ts';

interface PlayerProps {
  client: LiveClient;
  ladder: PlaybackLadder | null;
  playback: PlaybackState;
  room: RoomView | null;
  roomState: RoomState;
  screen: RoomScreen;
  video: HTMLVideoElement | null;
  onVideo: (video: HTMLVideoElement | null) => void;
  onRestart: () => void;
  /** What a phone shows in a sheet; null where it stands beside the player. */
  details: ReactNode;
}

/** The picture with everything that lies over it. */
export function Player(props: PlayerProps) {
  const { client, ladder, playback, room, roomState, screen, video } = props;
  const { t } = useI18n();
  const [stage, setStage] = useState<HTMLElement | null>(null);
  const [screenVideo, setScreenVideo] = useState<HTMLVideoElement | null>(null);
  const [isSheetOpen, setSheetOpen] = useState(false);
  const volume = useVolume(video);
  const fullscreen = useFullscreen(stage, video);
  const isShown = useControlsShown(stage, screen.kind === 'playing' && !isSheetOpen);
  const shared = useSharedScreen(client, playback);
  const name = room?.anchor.name ?? '';
  const off = shared ? null : whatIsOff(roomState);
  const hasPicture = screen.kind === 'playing' || screen.kind === 'buffering';

  const toggleSound = () => {
    if (playback.isSoundBlocked) void ladder?.unmute();
    else volume.setMuted(!volume.isMuted);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'm') toggleSound();
    else if (event.key === 'f') void fullscreen.toggle();
    else if (event.key === 'ArrowUp') volume.set(Math.min(1, volume.level + 0.1));
    else if (event.key === 'ArrowDown') volume.set(Math.max(0, volume.level - 0.1));
    else return;
    event.preventDefault();
  };

  return (
    <section
      ref={setStage}
      className="player"
      aria-label={t('room.player')}
      data-controls={isShown ? 'shown' : 'hidden'}
      data-picture={hasPicture}
      onKeyDown={onKey}
    >
      <Backdrop video={screenVideo ?? video} />
      {shared && (
        <MediaVideo
          onElement={setScreenVideo}
          className="player__video"
          stream={shared}
          muted={volume.isMuted}
          aria-label={t('room.screenVideo', { name })}
          data-testid="room-screen-video"
        />
      )}
      {/* biome-ignore lint/a11y/useMediaCaption: live speech has no captions */}
      <video
        ref={props.onVideo}
        className={shared ? 'player__tile' : 'player__video'}
        playsInline
        autoPlay
        aria-label={t('room.video', { name })}
        hidden={shared !== null && whatIsOff(roomState) !== null}
        data-testid="room-video"
      />
      <StageOverlay
        screen={screen}
        room={room}
        off={off}
        reason={roomState.showEndReason}
        ladder={ladder}
        playback={playback}
        onRestart={props.onRestart}
      />
      <RoomBar room={room} isLive={room?.status === 'live'} isPhone={props.details !== null} />
      <PlayerNotice client={client} roomState={roomState} name={name} screen={screen} playback={playback} />
      {playback.isSoundBlocked && screen.kind === 'playing' && (
        <button
          type="button"
          className="player__unmute"
          onClick={() => void ladder?.unmute()}
          data-testid="room-unmute"
        >
          <VolumeOffIcon />
          {t('room.tapToUnmute')}
        </button>
      )}
      <Controls
        room={room}
        ladder={ladder}
        playback={playback}
        volume={volume}
        fullscreen={fullscreen}
        video={screenVideo ?? video}
        hasPicture={hasPicture}
        onToggleSound={toggleSound}
        onDetails={props.details ? () => setSheetOpen(true) : null}
      />
      {isSheetOpen && props.details && (
        <Dialog title={t('room.info')} testId="room-sheet" onClose={() => setSheetOpen(false)}>
          {props.details}
        </Dialog>
      )}
    </section>
  );
}

/** The anchor's screen where it comes as a stream of its own, which it does over WebRTC. */
function useSharedScreen(client: LiveClient, playback: PlaybackState): MediaStream | null {
  const users = useStore(client.subscriber.users);
  return playback.protocol === 'webrtc' ? (users[0]?.screenStream ?? null) : null;
}

/** What the anchor is known to have switched off; null with a camera on, or while nothing is known. */
function whatIsOff({ room, publications }: RoomState): 'camera' | 'everything' | null {
  if (room?.status !== 'live' || publications.length === 0) return null;
  const onAir = publications.filter(({ seat, isPaused }) => seat === 0 && !isPaused);
  if (onAir.length === 0) return 'everything';
  return onAir.some(({ kind }) => kind === 'video') ? null : 'camera';
}
