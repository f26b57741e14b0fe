import { useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { VolumeOffIcon } from '../../ui/icons/index.ts';
import { useIsWide } from '../../ui/useIsWide.ts';
import { useStore } from '../../ui/useStore.ts';
import { FloatingSide } from '../interaction/FloatingSide.tsx';
import { roomParts } from '../interaction/parts.tsx';
import { RoomSide } from '../interaction/RoomSide.tsx';
import { PkBar } from '../stage/PkBar.tsx';
import { Dock } from './Dock.tsx';
import { EncoderStage } from './encoder/EncoderStage.tsx';
import { IngestPanel } from './encoder/IngestPanel.tsx';
import { LivePanel } from './LivePanel.tsx';
import { OnAirBar } from './OnAirBar.tsx';
import { OnAirNotice } from './OnAirNotice.tsx';
import { Stage } from './Stage.tsx';
import type { StudioState } from './StudioShow.ts';
import { GreenRoom } from './stage/GreenRoom.tsx';
import { PanicButton } from './stage/PanicButton.tsx';
import { PkInvitationDialog } from './stage/PkInvitationDialog.tsx';
import { StagePanel } from './stage/StagePanel.tsx';
import { useGuestSound } from './stage/useGuestSound.ts';
import { useHostToasts } from './stage/useHostToasts.ts';
import { useStudioStage } from './stage/useStudioStage.ts';
import { usePublisherStats } from './usePublisherStats.ts';
import type { Studio } from './useStudio.ts';

interface OnAirProps {
  on: Extract<StudioState, { phase: 'live' }>;
  studio: Studio;
  onError: (cause: unknown) => void;
}

/** The studio during a show: the picture, the controls, the figures. On a phone the figures open as a sheet. */
export function OnAir({ on: { roomId, startedAtMs, source }, studio, onError }: OnAirProps) {
  const { t } = useI18n();
  const isWide = useIsWide();
  const { client } = studio.show;
  const publications = useStore(client.publisher.publications);
  const screen = publications.find((publication) => publication.source === 'screen')?.track ?? null;
  const stats = usePublisherStats(client);
  const [open, setOpen] = useState<'sheet' | 'stage' | 'ending' | null>(null);
  const [isEnding, setEnding] = useState(false);
  const [isHeard, setHeard] = useState(false);

  const stage = useStudioStage(studio, source, onError);
  const unblockSound = useGuestSound(client);
  useHostToasts(stage, isWide ? null : () => setOpen('stage'));

  const end = async () => {
    setEnding(true);
    try {
      await studio.show.end();
    } catch (cause) {
      onError(cause);
      setEnding(false);
      setOpen(null);
    }
  };

  const { room } = useStore(client.room);
  const context = { client, roomId, room, place: 'studio' } as const;
  const parts = roomParts(context);
  const ingestPanel = source === 'encoder' && <IngestPanel client={client} />;
  const panel = (
    <>
      {!isWide && ingestPanel}
      {parts.hostTools}
      <LivePanel studio={studio} roomId={roomId} source={source} stats={stats} onError={onError} />
    </>
  );
  return (
    <main className="studio studio--live" id="content" tabIndex={-1} data-phase="live">
      <div className="studio__stage" data-green-room={stage.greenRoom.length > 0} data-pk={stage.pk !== null}>
        {source === 'encoder' ? (
          <EncoderStage stage={stage} isHeard={isHeard} />
        ) : (
          <Stage studio={studio} screen={screen} stage={stage} />
        )}
        <OnAirBar
          studio={studio}
          startedAtMs={startedAtMs}
          network={
            source === 'camera' ? (stats?.quality ?? 'unknown') : stage.backstage.ingest ? 'good' : 'none'
          }
        />
        {stage.pk && (
          <div className="studio__pk">
            <PkBar roomId={roomId} pk={stage.pk} serverNow={stage.serverNow} />
          </div>
        )}
        <OnAirNotice client={client} isStreamLost={source === 'encoder' && !stage.backstage.ingest} />
        {unblockSound && (
          <button
            type="button"
            className="sound-blocked"
            onClick={unblockSound}
            data-testid="studio-unblock-sound"
          >
            <VolumeOffIcon />
            {t('room.tapToUnmute')}
          </button>
        )}
        {parts.overPicture && <div className="player__over">{parts.overPicture}</div>}
        {!isWide && <FloatingSide context={context} parts={parts} more={null} />}
        <div className="studio__side-stage">
          {!isWide && <GreenRoom stage={stage} isCompact />}
          <PanicButton stage={stage} />
        </div>
        <Dock
          studio={studio}
          isSharing={screen !== null}
          listening={source === 'encoder' ? { isOn: isHeard, onToggle: () => setHeard(!isHeard) } : null}
          onSheet={isWide ? null : () => setOpen('sheet')}
          onStage={isWide ? null : () => setOpen('stage')}
          waiting={stage.backstage.applications.length}
          onEnd={() => setOpen('ending')}
          onError={onError}
        />
      </div>
      {isWide && (
        <aside className="studio__panel studio__panel--live">
          {ingestPanel}
          <StagePanel stage={stage} roomId={roomId} />
          {panel}
        </aside>
      )}
      {isWide && <RoomSide context={context} parts={parts} info={null} />}
      {open === 'stage' && !isWide && (
        <Dialog title={t('host.stage')} testId="studio-stage-sheet" onClose={() => setOpen(null)}>
          <StagePanel stage={stage} roomId={roomId} isSheet />
        </Dialog>
      )}
      <PkInvitationDialog stage={stage} roomId={roomId} />
      {open === 'sheet' && !isWide && (
        <Dialog title={t('studio.title')} testId="studio-sheet" onClose={() => setOpen(null)}>
          {panel}
        </Dialog>
      )}
      {open === 'ending' && (
        <ConfirmDialog
          title={t('studio.endTitle')}
          text={t('studio.endText')}
          confirm={t('studio.endConfirm')}
          cancel={t('studio.keepGoing')}
          isBusy={isEnding}
          testId="studio-end"
          onClose={() => setOpen(null)}
          onConfirm={() => void end()}
        />
      )}
    </main>
  );
}
