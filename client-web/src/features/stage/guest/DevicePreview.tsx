import { useI18n } from '../../../i18n/index.ts';
import type { LiveErrorCode } from '../../../sdk/index.ts';
import { describeError } from '../../../sdk/index.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Button } from '../../../ui/Button.tsx';
import { SelectField } from '../../../ui/fields.tsx';
import { CameraIcon, MicIcon } from '../../../ui/icons/index.ts';
import { MediaVideo } from '../../../ui/MediaVideo.tsx';
import { Spinner } from '../../../ui/Spinner.tsx';
import { useStore } from '../../../ui/useStore.ts';
import { LevelBar } from '../../devices/LevelBar.tsx';
import { useIdentity } from '../../identity/useIdentity.ts';
import type { RoomStage } from './useRoomStage.ts';

const helpTexts = {
  camera_denied: 'device.refusedText',
  microphone_denied: 'device.refusedText',
  camera_busy: 'device.busyText',
  insecure_context: 'stage.insecure',
} as const;

/** How one would look and sound on stage, with the devices to choose from; or why they did not open. */
export function DevicePreview({ stage }: { stage: RoomStage }) {
  const { t } = useI18n();
  const { tracks, state, guest } = stage;
  const microphone = tracks.microphone.phase === 'on' ? tracks.microphone.track : null;
  return (
    <div className="device-preview">
      <Picture stage={stage} />
      <LevelBar track={microphone} />
      {state.withVideo && (
        <Devices
          kind="cameras"
          label={t('studio.camera')}
          track={tracks.camera.phase === 'on' ? tracks.camera.track : null}
          stage={stage}
          onChoose={(cameraId) => void guest.choose({ cameraId })}
        />
      )}
      <Devices
        kind="microphones"
        label={t('studio.microphone')}
        track={microphone}
        stage={stage}
        onChoose={(microphoneId) => void guest.choose({ microphoneId })}
      />
    </div>
  );
}

function Picture({ stage }: { stage: RoomStage }) {
  const { t } = useI18n();
  const me = useIdentity();
  const { tracks, state, own, guest } = stage;
  const failed = [state.withVideo ? tracks.camera : null, tracks.microphone].find(
    (source) => source?.phase === 'failed',
  );
  if (failed?.phase === 'failed')
    return <DeviceProblem code={failed.error.code} onRetry={() => guest.prepare(state.withVideo)} />;
  const isOpening = tracks.camera.phase === 'opening' || tracks.microphone.phase === 'opening';
  return (
    <div className="device-preview__picture" data-testid="stage-preview">
      {state.withVideo && own?.stream ? (
        <MediaVideo
          className={state.facing === 'user' ? 'device-preview__video--mirrored' : undefined}
          stream={own.stream}
          aria-label={t('studio.camera')}
        />
      ) : (
        me && !isOpening && <Avatar user={me.user} size={84} />
      )}
      {isOpening && <Spinner />}
    </div>
  );
}

function DeviceProblem({ code, onRetry }: { code: LiveErrorCode; onRetry: () => Promise<void> }) {
  const { t, language } = useI18n();
  const help = code in helpTexts ? helpTexts[code as keyof typeof helpTexts] : null;
  return (
    <div className="device-problem" role="alert" data-testid={`stage-problem-${code}`}>
      <p className="device-problem__title">{describeError(code, language)}</p>
      {help && <p>{t(help)}</p>}
      <Button look="quiet" onClick={() => void onRetry()} data-testid="stage-devices-retry">
        {t('common.retry')}
      </Button>
    </div>
  );
}

interface DevicesProps {
  kind: 'cameras' | 'microphones';
  label: string;
  track: MediaStreamTrack | null;
  stage: RoomStage;
  onChoose: (deviceId: string) => void;
}

/** A choice where there is one. */
function Devices({ kind, label, track, stage, onChoose }: DevicesProps) {
  const { t } = useI18n();
  const devices = useStore(stage.client.devices.devices)[kind];
  if (devices.length < 2) return null;
  const Icon = kind === 'cameras' ? CameraIcon : MicIcon;
  const nameless = kind === 'cameras' ? 'studio.cameraN' : 'studio.microphoneN';
  return (
    <SelectField
      label={label}
      icon={<Icon size={20} />}
      value={track?.getSettings().deviceId ?? devices[0]?.deviceId}
      onChange={(event) => onChoose(event.target.value)}
      data-testid={kind === 'cameras' ? 'stage-camera-select' : 'stage-mic-select'}
    >
      {devices.map((device, index) => (
        <option key={device.deviceId} value={device.deviceId}>
          {device.label || t(nameless, { n: index + 1 })}
        </option>
      ))}
    </SelectField>
  );
}
