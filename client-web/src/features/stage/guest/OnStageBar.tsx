import type { MutableSource } from '@lianmai/shared';
import { useEffect, useState } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import { IconButton } from '../../../ui/Button.tsx';
import {
  CameraIcon,
  CameraOffIcon,
  FlipIcon,
  HandIcon,
  LeaveIcon,
  MicIcon,
  MicOffIcon,
} from '../../../ui/icons/index.ts';
import { useToast } from '../../../ui/Toasts.tsx';
import type { RoomStage } from './useRoomStage.ts';

const icons = {
  microphone: { on: <MicIcon />, off: <MicOffIcon /> },
  camera: { on: <CameraIcon />, off: <CameraOffIcon /> },
};
const labels = {
  microphone: { on: 'studio.muteMic', off: 'studio.unmuteMic' },
  camera: { on: 'studio.muteCamera', off: 'studio.unmuteCamera' },
} as const;
const askTexts = {
  microphone: { why: 'stage.mutedByHost', done: 'stage.asked' },
  camera: { why: 'stage.cameraOffByHost', done: 'stage.askedCamera' },
} as const;
const testIds = { microphone: 'stage-mute-mic', camera: 'stage-mute-camera' } as const;

/** What somebody on a seat has at hand: microphone, camera, and the way off. */
export function OnStageBar({ stage }: { stage: RoomStage }) {
  const { t } = useI18n();
  const { guest, onError, seat, own } = stage;
  const isPhone = matchMedia('(pointer: coarse)').matches;
  if (!seat) return null;
  return (
    <div className="on-stage-bar" role="toolbar" aria-label={t('stage.onStage')} data-testid="stage-bar">
      <SourceButton source="microphone" stage={stage} isOn={own?.isMicrophoneOn === true} />
      {seat.allowsVideo && <SourceButton source="camera" stage={stage} isOn={own?.isCameraOn === true} />}
      {isPhone && own?.isCameraOn && (
        <IconButton
          label={t('studio.flipCamera')}
          className="dock__button"
          data-testid="stage-flip-camera"
          onClick={() => void guest.flipCamera().catch(onError)}
        >
          <FlipIcon />
        </IconButton>
      )}
      <button
        type="button"
        className="on-stage-bar__leave"
        data-testid="stage-leave"
        onClick={() => void guest.leave().catch(onError)}
      >
        <LeaveIcon size={20} />
        <span>{t('stage.leave')}</span>
      </button>
    </div>
  );
}

function SourceButton({ source, stage, isOn }: { source: MutableSource; stage: RoomStage; isOn: boolean }) {
  const { t } = useI18n();
  const { guest, onError, seat } = stage;
  const isForced = seat?.occupant.forcedMute[source] === true;
  if (isForced) return <AskToUnmute source={source} stage={stage} />;
  const state = isOn ? 'on' : 'off';
  return (
    <IconButton
      label={t(labels[source][state])}
      className={isOn ? 'dock__button' : 'dock__button dock__button--off'}
      aria-pressed={!isOn}
      data-testid={testIds[source]}
      onClick={() => void guest.setMuted(source, isOn).catch(onError)}
    >
      {icons[source][state]}
    </IconButton>
  );
}

/** A host may have looked elsewhere. */
const askAgainMs = 10_000;

/** A host switched it off: only a host can lift that, so the button asks, and after a while again. */
function AskToUnmute({ source, stage }: { source: MutableSource; stage: RoomStage }) {
  const { t } = useI18n();
  const toast = useToast();
  const [hasAsked, setAsked] = useState(false);
  useEffect(() => {
    if (!hasAsked) return;
    const timer = setTimeout(() => setAsked(false), askAgainMs);
    return () => clearTimeout(timer);
  }, [hasAsked]);
  const ask = () => {
    setAsked(true);
    stage.client.stage.askToUnmute(source).then(
      () => toast(t(askTexts[source].done)),
      (cause: unknown) => {
        setAsked(false);
        stage.onError(cause);
      },
    );
  };
  return (
    <button
      type="button"
      className="on-stage-bar__ask"
      disabled={hasAsked}
      title={t(askTexts[source].why)}
      data-testid="stage-ask-unmute"
      data-source={source}
      onClick={ask}
    >
      {icons[source].off}
      <HandIcon size={16} />
      <span>{t(hasAsked ? 'stage.askedShort' : 'stage.askToUnmute')}</span>
    </button>
  );
}
