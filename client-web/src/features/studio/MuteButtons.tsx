import { useI18n } from '../../i18n/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { CameraIcon, CameraOffIcon, MicIcon, MicOffIcon } from '../../ui/icons/index.ts';
import type { Studio } from './useStudio.ts';

/** Microphone and camera on and off: the same two buttons before the show and during it. */
export function MuteButtons({ studio }: { studio: Studio }) {
  const { t } = useI18n();
  const { isCameraMuted, isMicrophoneMuted } = studio.settings;
  return (
    <div className="mute-buttons">
      <IconButton
        label={t(isMicrophoneMuted ? 'studio.unmuteMic' : 'studio.muteMic')}
        className={isMicrophoneMuted ? 'dock__button dock__button--off' : 'dock__button'}
        aria-pressed={isMicrophoneMuted}
        data-testid="studio-mute-mic"
        onClick={() => studio.change({ isMicrophoneMuted: !isMicrophoneMuted })}
      >
        {isMicrophoneMuted ? <MicOffIcon /> : <MicIcon />}
      </IconButton>
      <IconButton
        label={t(isCameraMuted ? 'studio.unmuteCamera' : 'studio.muteCamera')}
        className={isCameraMuted ? 'dock__button dock__button--off' : 'dock__button'}
        aria-pressed={isCameraMuted}
        data-testid="studio-mute-camera"
        onClick={() => studio.change({ isCameraMuted: !isCameraMuted })}
      >
        {isCameraMuted ? <CameraOffIcon /> : <CameraIcon />}
      </IconButton>
    </div>
  );
}
