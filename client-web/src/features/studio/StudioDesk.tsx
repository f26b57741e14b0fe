import type { RoomAccess, RoomView, UserRef } from '@lianmai/shared';
import { useCallback, useEffect, useState } from 'react';
import { Header } from '../../app/Header.tsx';
import { useNavigation } from '../../app/Router.tsx';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { describeError, LiveError } from '../../sdk/index.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { useStore } from '../../ui/useStore.ts';
import { AccessSwitch } from '../access/AccessSwitch.tsx';
import { InvitationLink } from '../access/InvitationLink.tsx';
import { ScheduleDialog } from '../follows/ScheduleDialog.tsx';
import { PastShowsLink } from '../statistics/PastShowsLink.tsx';
import { EncoderIntro } from './encoder/EncoderIntro.tsx';
import { EncoderWaiting } from './encoder/EncoderWaiting.tsx';
import { OnAir } from './OnAir.tsx';
import { SetupForm } from './SetupForm.tsx';
import { Stage } from './Stage.tsx';
import { StudioOver } from './StudioOver.tsx';
import { rememberRoom } from './studioMemory.ts';
import { type Studio, useStudio } from './useStudio.ts';

interface StudioDeskProps {
  user: UserRef;
  initialRoom: RoomView | null;
}

export function StudioDesk({ user, initialRoom }: StudioDeskProps) {
  const { language } = useI18n();
  const toast = useToast();
  const onError = useCallback(
    (cause: unknown) => {
      const { code } = LiveError.from(cause);
      if (code !== 'aborted') toast(describeError(code, language), 'error');
    },
    [toast, language],
  );
  const studio = useStudio(initialRoom, onError);
  if (!studio) {
    return (
      <div className="page-state">
        <Spinner />
      </div>
    );
  }
  return <Desk user={user} initialRoom={initialRoom} studio={studio} onError={onError} />;
}

interface DeskProps extends StudioDeskProps {
  studio: Studio;
  onError: (cause: unknown) => void;
}

function Desk({ user, initialRoom, studio, onError }: DeskProps) {
  const { t } = useI18n();
  const { navigate } = useNavigation();
  const { rest } = useServices();
  const state = useStore(studio.show);
  const [title, setTitle] = useState(
    () => initialRoom?.title ?? t('studio.showTitleDefault', { name: user.name }),
  );
  const [room, setRoom] = useState(initialRoom);
  const { access, changeAccess } = useAccess(room, setRoom, onError);
  useLostTracks(studio);

  const roomId = state.phase === 'live' || state.phase === 'waiting' ? state.roomId : null;
  useEffect(() => {
    if (!roomId) return;
    rememberRoom(user.id, roomId);
    setRoom(studio.show.client.room.getSnapshot().room);
    navigate({ page: 'studio', roomId }, { isReplacing: true });
  }, [roomId, user.id, studio.show, navigate]);

  const [isScheduling, setScheduling] = useState(false);
  // Announcing needs a room; the show will be in the same.
  const ensureRoom = async (roomTitle: string) => {
    if (room) return room.id;
    const made = await rest.createRoom({ title: roomTitle, access });
    rememberRoom(user.id, made.id);
    setRoom(made);
    return made.id;
  };

  const goLive = () =>
    void studio.show.goLive(room, { title: title.trim(), access }, studio.settings).catch(onError);

  if (state.phase === 'ended' || state.phase === 'replaced' || state.phase === 'failed') {
    return <StudioOver state={state} studio={studio} onError={onError} />;
  }
  if (state.phase === 'waiting') {
    return <EncoderWaiting studio={studio} roomId={state.roomId} onError={onError} />;
  }
  if (state.phase === 'live') {
    return <OnAir on={state} studio={studio} onError={onError} />;
  }
  return (
    <>
      <Header>{room && <PastShowsLink roomId={room.id} />}</Header>
      <main className="studio studio--setup" id="content" tabIndex={-1} data-phase={state.phase}>
        <div className="studio__stage">
          {studio.settings.source === 'encoder' ? <EncoderIntro /> : <Stage studio={studio} />}
        </div>
        <SetupForm
          studio={studio}
          state={state}
          title={title}
          onTitle={setTitle}
          access={
            <>
              <AccessSwitch access={access} isLive={false} onChange={changeAccess} />
              {room && access === 'private' && <InvitationLink roomId={room.id} onError={onError} />}
            </>
          }
          onGoLive={goLive}
          onSchedule={() => setScheduling(true)}
        />
        {isScheduling && (
          <ScheduleDialog
            roomId={room?.id ?? null}
            ensureRoom={ensureRoom}
            access={access}
            defaultTitle={title}
            onClose={() => setScheduling(false)}
          />
        )}
      </main>
    </>
  );
}

/** Who may come in: of the room, or, before there is one, of the room that will be made. */
function useAccess(
  room: RoomView | null,
  onRoom: (room: RoomView) => void,
  onError: (cause: unknown) => void,
) {
  const { rest } = useServices();
  const [wanted, setWanted] = useState<RoomAccess>('public');
  const changeAccess = (access: RoomAccess) => {
    if (room) void rest.updateRoom(room.id, { access }).then(onRoom, onError);
    else setWanted(access);
  };
  return { access: room?.access ?? wanted, changeAccess };
}

/** An unplugged camera is worth a word: the anchor looks at the audience, not at the stage. */
function useLostTracks({ show }: Studio) {
  const { t } = useI18n();
  const toast = useToast();
  useEffect(
    () =>
      show.client.on('localTrackEnded', ({ source }) => {
        // Ending screen sharing in the browser's own bar is a wish, not an accident.
        if (source === 'screen' || source === 'screenAudio') return;
        const name = t(source === 'camera' ? 'studio.sourceCamera' : 'studio.sourceMicrophone');
        toast(t('studio.trackLost', { source: name }), 'error');
      }),
    [show, t, toast],
  );
}
