import { useI18n } from '../../i18n/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import {
  FlipIcon,
  ScreenShareIcon,
  ScreenStopIcon,
  SettingsIcon,
  StageIcon,
  VolumeIcon,
  VolumeOffIcon,
} from '../../ui/icons/index.ts';
import { MuteButtons } from './MuteButtons.tsx';
import type { Studio } from './useStudio.ts';

interface DockProps {
  studio: Studio;
  isSharing: boolean;
  /** Where an encoder makes the show there is nothing to switch but whether one hears it; null: camera and microphone are here. */
  listening: { isOn: boolean; onToggle: () => void } | null;
  /** Opens figures and settings; null where they are on screen anyway. */
  onSheet: (() => void) | null;
  /** Opens the stage; null where it is on screen anyway. */
  onStage: (() => void) | null;
  /** How many ask to join. */
  waiting: number;
  onEnd: () => void;
  onError: (cause: unknown) => void;
}

export function Dock({ studio, isSharing, listening, onSheet, onStage, waiting, onEnd, onError }: DockProps) {
  const { t } = useI18n();
  const { client } = studio.show;
  const canShare = typeof navigator.mediaDevices?.getDisplayMedia === 'function';
  const isPhone = matchMedia('(pointer: coarse)').matches;
  const toggleScreen = () => {
    void (isSharing ? client.unpublishScreen() : client.publishScreen()).catch(onError);
  };
  return (
    <div className="dock" role="toolbar" aria-label={t('studio.title')}>
      {listening ? (
        <IconButton
          label={t(listening.isOn ? 'encoder.stopListening' : 'encoder.listen')}
          className={listening.isOn ? 'dock__button dock__button--on' : 'dock__button'}
          aria-pressed={listening.isOn}
          data-testid="studio-listen"
          onClick={listening.onToggle}
        >
          {listening.isOn ? <VolumeIcon /> : <VolumeOffIcon />}
        </IconButton>
      ) : (
        <MuteButtons studio={studio} />
      )}
      {isPhone && !listening && (
        <IconButton
          label={t('studio.flipCamera')}
          className="dock__button"
          data-testid="studio-flip-camera"
          onClick={studio.flipCamera}
        >
          <FlipIcon />
        </IconButton>
      )}
      {canShare && !isPhone && !listening && (
        <IconButton
          label={t(isSharing ? 'studio.stopScreen' : 'studio.shareScreen')}
          className={isSharing ? 'dock__button dock__button--on' : 'dock__button'}
          aria-pressed={isSharing}
          data-testid="studio-share-screen"
          onClick={toggleScreen}
        >
          {isSharing ? <ScreenStopIcon /> : <ScreenShareIcon />}
        </IconButton>
      )}
      {onStage && (
        <IconButton
          label={t('host.stage')}
          className="dock__button"
          aria-haspopup="dialog"
          data-testid="studio-open-stage"
          data-waiting={waiting}
          onClick={onStage}
        >
          <StageIcon />
          {waiting > 0 && <span className="count dock__count">{waiting}</span>}
        </IconButton>
      )}
      {onSheet && (
        <IconButton
          label={`${t('studio.statistics')}, ${t('studio.settings')}`}
          className="dock__button"
          aria-haspopup="dialog"
          data-testid="studio-open-sheet"
          onClick={onSheet}
        >
          <SettingsIcon />
        </IconButton>
      )}
      <Button
        look="primary"
        className="dock__end"
        aria-label={t('studio.end')}
        onClick={onEnd}
        data-testid="studio-end"
      >
        {t(onSheet ? 'studio.endShort' : 'studio.end')}
      </Button>
    </div>
  );
}
