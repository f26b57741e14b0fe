import { useMemo } from 'react';
import { useI18n } from '../../i18n/index.ts';
import type { PlaybackState } from '../../player/index.ts';
import type { LiveClient, RoomState } from '../../sdk/index.ts';
import { MediaVideo } from '../../ui/MediaVideo.tsx';
import { useStore } from '../../ui/useStore.ts';
import type { RoomStage } from '../stage/guest/useRoomStage.ts';
import { absentAnchor, peopleInPicture, type StagePerson } from '../stage/people.ts';
import { StageGrid } from '../stage/StageGrid.tsx';
import { tellTileSize } from '../stage/tellTileSize.ts';
import type { StageViewChoice } from '../stage/tileBoxes.ts';

interface PlayerStageProps {
  client: LiveClient;
  roomState: RoomState;
  picture: PlayerPicture;
  view: StageViewChoice;
  isMuted: boolean;
  onVideo: (video: HTMLVideoElement | null) => void;
  onScreenVideo: (video: HTMLVideoElement | null) => void;
}

/** What is drawn here: over FLV and HLS one picture that has everybody in it, over WebRTC everybody by themselves. */
export interface PlayerPicture {
  people: readonly StagePerson[];
  /** The anchor's shared screen where it comes as a stream of its own. */
  screen: MediaStream | null;
  /** Several people, or a screen beside them. */
  isShared: boolean;
  hasRival: boolean;
}

export function usePlayerPicture(
  client: LiveClient,
  roomState: RoomState,
  playback: PlaybackState,
  stage: RoomStage | null,
): PlayerPicture {
  const users = useStore(client.subscriber.users);
  const own = stage?.own ?? null;
  const isWebRtc = playback.protocol === 'webrtc';
  return useMemo(() => {
    const seen = users.filter(({ isPreview }) => !isPreview);
    const onAir = isWebRtc ? peopleInPicture(roomState, seen, own) : [];
    const anchor = seen.find(({ roomId, seat }) => roomId === roomState.room?.id && seat === 0);
    const screen = isWebRtc ? (anchor?.screenStream ?? null) : null;
    const people = onAir.length > 0 ? onAir : [absentAnchor(roomState.room)];
    // Beside the screen their tile is for their face.
    const hasFace = anchor?.tracks.some(({ source, isPaused }) => source === 'camera' && !isPaused) === true;
    const [first, ...others] = people;
    if (screen && first) people.splice(0, people.length, { ...first, hasPicture: hasFace }, ...others);
    const hasRival = people.some(({ role }) => role === 'rival');
    return { people, screen, isShared: people.length > 1, hasRival };
  }, [users, roomState, own, isWebRtc]);
}

/** The picture: `room-video` is always the anchor's, large while they are alone and a tile among others. */
export function PlayerStage(props: PlayerStageProps) {
  const { client, roomState, picture, view, isMuted, onVideo, onScreenVideo } = props;
  const { t } = useI18n();
  const name = roomState.room?.anchor.name ?? '';
  return (
    <StageGrid
      people={picture.people}
      vitals={client.vitals}
      view={view}
      anchorVideo={
        // biome-ignore lint/a11y/useMediaCaption: live speech has no captions
        <video
          ref={onVideo}
          playsInline
          autoPlay
          aria-label={t('room.video', { name })}
          data-testid="room-video"
        />
      }
      screen={
        picture.screen && (
          <MediaVideo
            onElement={onScreenVideo}
            stream={picture.screen}
            muted={isMuted}
            aria-label={t('room.screenVideo', { name })}
            data-testid="room-screen-video"
          />
        )
      }
      // The player tells about the anchor's.
      onTileSize={(person, size) => person.role !== 'anchor' && tellTileSize(client, person, size)}
    />
  );
}
