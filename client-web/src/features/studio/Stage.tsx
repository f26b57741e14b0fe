import { useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import type { LiveErrorCode } from '../../sdk/index.ts';
import { Button } from '../../ui/Button.tsx';
import { CameraOffIcon, UnpluggedIcon } from '../../ui/icons/index.ts';
import { MediaVideo, useTrackStream } from '../../ui/MediaVideo.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { StatePanel } from '../../ui/StatePanel.tsx';
import { useStore } from '../../ui/useStore.ts';
import type { SourceState } from '../devices/LocalDevices.ts';
import { absentAnchor } from '../stage/people.ts';
import { StageFrame } from './StageFrame.tsx';
import type { StudioStage } from './stage/useStudioStage.ts';
import type { Studio } from './useStudio.ts';

interface StageProps {
  studio: Studio;
  screen?: MediaStreamTrack | null;
  /** Null before the show. */
  stage?: StudioStage | null;
}

/** What the anchor sees of the show: the camera mirrored, the guests beside it, a shared screen with all of them around it. */
export function Stage({ studio, screen = null, stage = null }: StageProps) {
  const { t } = useI18n();
  const { camera } = useStore(studio.devices);
  const cameraTrack = camera.phase === 'on' ? camera.track : null;
  const cameraStream = useTrackStream(cameraTrack);
  const screenStream = useTrackStream(screen);
  const [cameraVideo, setCameraVideo] = useState<HTMLVideoElement | null>(null);
  const [screenVideo, setScreenVideo] = useState<HTMLVideoElement | null>(null);
  const isCameraShown = cameraStream !== null && !studio.settings.isCameraMuted;
  const isMirrored = cameraTrack?.getSettings().facingMode !== 'environment';
  const people = stage?.people ?? nobodyElse;
  const isAlone = people.length < 2 && !screenStream;

  return (
    <StageFrame
      people={people}
      vitals={studio.show.client.vitals}
      stage={stage}
      backdrop={screenVideo ?? cameraVideo}
      anchorVideo={
        isCameraShown ? (
          <MediaVideo
            onElement={setCameraVideo}
            className={isMirrored ? 'stage-tile__video--mirrored' : undefined}
            stream={cameraStream}
            aria-label={t('studio.camera')}
            data-testid="studio-preview"
          />
        ) : null
      }
      screen={
        screenStream && (
          <MediaVideo
            onElement={setScreenVideo}
            stream={screenStream}
            aria-label={t('studio.screenPreview')}
            data-testid="studio-screen-preview"
          />
        )
      }
    >
      {!isCameraShown && isAlone && <NoPicture state={camera} studio={studio} />}
    </StageFrame>
  );
}

const nobodyElse = [absentAnchor(null)];

function NoPicture({ state, studio }: { state: SourceState; studio: Studio }) {
  const { t } = useI18n();
  if (state.phase === 'opening') {
    return (
      <div className="stage__note" role="status">
        <Spinner />
        {t('studio.previewStarting')}
      </div>
    );
  }
  if (state.phase === 'failed') return <CameraProblem code={state.error.code} studio={studio} />;
  return (
    <div className="stage__note" data-testid="studio-camera-off">
      <CameraOffIcon size={44} />
      {t('studio.cameraIsOff')}
    </div>
  );
}

const problems = {
  camera_denied: { title: 'device.refusedTitle', text: 'device.refusedText' },
  no_device: { title: 'device.noneTitle', text: 'device.noneText' },
  camera_busy: { title: 'device.busyTitle', text: 'device.busyText' },
} as const;

function CameraProblem({ code, studio }: { code: LiveErrorCode; studio: Studio }) {
  const { t } = useI18n();
  const problem = code in problems ? problems[code as keyof typeof problems] : null;
  return (
    <StatePanel
      icon={code === 'no_device' ? <UnpluggedIcon size={34} /> : <CameraOffIcon size={34} />}
      tone="warn"
      title={t(problem?.title ?? 'device.failedTitle')}
      text={problem && t(problem.text)}
      testId={`studio-problem-${code}`}
    >
      <Button look="primary" onClick={() => void studio.reopen()} data-testid="studio-devices-retry">
        {t('common.retry')}
      </Button>
      <Button
        look="quiet"
        onClick={() => studio.change({ cameraId: 'none' }, { isForNow: true })}
        data-testid="studio-devices-without"
      >
        {t('device.goWithout')}
      </Button>
    </StatePanel>
  );
}
