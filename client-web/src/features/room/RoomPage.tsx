import { useEffect, useState } from 'react';
import { Header } from '../../app/Header.tsx';
import { StatePage } from '../../app/StatePage.tsx';
import { useI18n } from '../../i18n/index.ts';
import { canPlayAnything } from '../../ui/mediaSupport.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import { useIsWide } from '../../ui/useIsWide.ts';
import { useStore } from '../../ui/useStore.ts';
import { FloatingSide } from '../interaction/FloatingSide.tsx';
import { roomParts } from '../interaction/parts.tsx';
import { RoomSide } from '../interaction/RoomSide.tsx';
import { ReportRoom } from '../moderation/ReportRoom.tsx';
import { useStandingToasts } from '../moderation/useStandingToasts.ts';
import { ApplySheet } from '../stage/guest/ApplySheet.tsx';
import { InvitationDialog } from '../stage/guest/InvitationDialog.tsx';
import { JoinButton } from '../stage/guest/JoinButton.tsx';
import { useGuestToasts } from '../stage/guest/useGuestToasts.ts';
import { useRoomStage } from '../stage/guest/useRoomStage.ts';
import { BlockedRoom } from './BlockedRoom.tsx';
import { Player } from './Player.tsx';
import { RoomDetails } from './RoomDetails.tsx';
import { RoomHead, RoomTitle } from './RoomHead.tsx';
import { roomScreen } from './roomScreen.ts';
import { useLadder, usePlayback } from './useLadder.ts';
import { type RoomConnection, useRoomConnection } from './useRoomConnection.ts';
import './room.css';
import './controls.css';
import './details.css';
import './overlay.css';
import '../stage/guest/guest.css';

export function RoomPage({ roomId }: { roomId: string }) {
  const [visit, setVisit] = useState(0);
  return <Visit key={visit} roomId={roomId} onRestart={() => setVisit(visit + 1)} />;
}

interface VisitProps {
  roomId: string;
  /** Leaves and enters anew. */
  onRestart: () => void;
}

function Visit({ roomId, onRestart }: VisitProps) {
  const connection = useRoomConnection(roomId);
  if (!connection) {
    return (
      <div className="page-state">
        <Spinner />
      </div>
    );
  }
  return <Room roomId={roomId} connection={connection} onRestart={onRestart} />;
}

function Room({ roomId, connection, onRestart }: VisitProps & { connection: RoomConnection }) {
  const { client, entryError, restRoom } = connection;
  const { t } = useI18n();
  const isWide = useIsWide();
  const [canPlay] = useState(canPlayAnything);
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const clientState = useStore(client.state);
  const roomState = useStore(client.room);
  const ladder = useLadder(client, roomId, video);
  const playback = usePlayback(ladder);
  // Signalling knows better, but only while it is connected.
  const room = clientState.phase === 'joined' ? (roomState.room ?? restRoom) : (restRoom ?? roomState.room);
  const screen = roomScreen({ canPlay, client: clientState, entryError, room, playback: playback.phase });
  const stage = useRoomStage(client, roomState);
  // The seat that is asked for; `any` for none in particular.
  const [wanted, setWanted] = useState<number | 'any' | null>(null);
  useRoomTitle(room?.title);
  useGuestToasts(stage);
  useStandingToasts(client);

  if (screen.kind === 'blocked') {
    return (
      <StatePage>
        <BlockedRoom screen={screen} onRestart={onRestart} />
      </StatePage>
    );
  }
  const apply = (seat: number | null) => setWanted(seat ?? 'any');
  const context = { client, roomId, room, place: 'room' } as const;
  const parts = roomParts(context);
  const details = (
    <RoomDetails
      room={room}
      roomId={roomId}
      playback={playback}
      head={
        !isWide && (
          <>
            {room && <RoomTitle room={room} />}
            {parts.hostTools}
          </>
        )
      }
      foot={<ReportRoom context={context} />}
    />
  );
  const mayApply = stage?.isAllowed && stage.application === null;
  return (
    <div className="room">
      {isWide && <Header />}
      <main className="room__main" id="content" tabIndex={-1} aria-label={room?.title ?? t('room.player')}>
        <Player
          client={client}
          ladder={ladder}
          playback={playback}
          room={room}
          roomState={roomState}
          screen={screen}
          stage={stage}
          video={video}
          onVideo={setVideo}
          onRestart={onRestart}
          onApply={apply}
          details={isWide ? null : details}
          overPicture={parts.overPicture}
          floating={
            isWide
              ? null
              : (more) => (
                  <FloatingSide
                    context={context}
                    parts={parts}
                    more={more}
                    extra={stage && <JoinButton stage={stage} isCompact onOpen={() => apply(null)} />}
                  />
                )
          }
        />
        {isWide && (
          <RoomSide
            context={context}
            parts={parts}
            head={
              <>
                <RoomHead room={room} stage={stage} follow={parts.follow} onApply={apply} />
                {parts.hostTools}
              </>
            }
            info={details}
          />
        )}
      </main>
      {stage && mayApply && wanted !== null && (
        <ApplySheet stage={stage} seat={wanted === 'any' ? null : wanted} onClose={() => setWanted(null)} />
      )}
      {stage && <InvitationDialog stage={stage} />}
    </div>
  );
}

function useRoomTitle(title: string | undefined) {
  useEffect(() => {
    if (!title) return;
    const before = document.title;
    document.title = `${title} · Lianmai 连麦`;
    return () => {
      document.title = before;
    };
  }, [title]);
}
