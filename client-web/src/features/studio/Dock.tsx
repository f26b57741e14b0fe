import { useI18n } from '../../i18n/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { FlipIcon, ScreenShareIcon, ScreenStopIcon, SettingsIcon } from '../../ui/icons/index.ts';
import { MuteButtons } from './MuteButtons.tsx';
import type { Studio } from './useStudio.ts';

interface DockProps {
  studio: Studio;
  isSharing: boolean;
  /** Opens figures and settings; null where they are on screen anyway. */
  onSheet: (() => void) | null;
  onEnd: () => void;
  onError: (cause: unknown) => void;
}

export function Dock({ studio, isSharing, onSheet, onEnd, onError }: DockProps) {
  const { t } = useI18n();
  const { client } = studio.show;
  const canShare = typeof navigator.mediaDevices?.getDisplayMedia === 'function';
  const isPhone = matchMedia('(pointer: coarse)').matches;
  const toggleScreen = () => {
    void (isSharing ? client.unpublishScreen() : client.publishScreen()).catch(onError);
  };
  return (
    <div className="dock" role="toolbar" aria-label={t('studio.title')}>
      <MuteButtons studio={studio} />
      {isPhone && (
        <IconButton
          label={t('studio.flipCamera')}
          className="dock__button"
          data-testid="studio-flip-camera"
          onClick={studio.flipCamera}
        >
          <FlipIcon />
        </IconButton>
      )}
      {canShare && (
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
