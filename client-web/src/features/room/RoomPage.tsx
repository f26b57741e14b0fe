import { useEffect, useState } from 'react';
import { Header } from '../../app/Header.tsx';
import { useI18n } from '../../i18n/index.ts';
import { canPlayAnything } from '../../ui/mediaSupport.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import { useIsWide } from '../../ui/useIsWide.ts';
import { useStore } from '../../ui/useStore.ts';
import { BlockedRoom } from './BlockedRoom.tsx';
import { Player } from './Player.tsx';
import { RoomDetails } from './RoomDetails.tsx';
import { roomScreen } from './roomScreen.ts';
import { useLadder, usePlayback } from './useLadder.ts';
import { type RoomConnection, useRoomConnection } from './useRoomConnection.ts';
import './room.css';

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
  useRoomTitle(room?.title);

  if (screen.kind === 'blocked') {
    return (
      <>
        <Header />
        <main className="page-state" id="content" tabIndex={-1}>
          <BlockedRoom screen={screen} onRestart={onRestart} />
        </main>
      </>
    );
  }
  const details = <RoomDetails room={room} roomId={roomId} playback={playback} />;
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
          video={video}
          onVideo={setVideo}
          onRestart={onRestart}
          details={isWide ? null : details}
        />
        {isWide && (
          <aside className="room__side" aria-label={t('room.info')}>
            {details}
          </aside>
        )}
      </main>
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
