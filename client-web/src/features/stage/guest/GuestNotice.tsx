import { useI18n } from '../../../i18n/index.ts';
import { EyeIcon } from '../../../ui/icons/index.ts';
import { MediaVideo } from '../../../ui/MediaVideo.tsx';
import type { RoomStage } from './useRoomStage.ts';

/** One's own picture while nobody, or the host alone, sees it. */
export function GuestNotice({ stage }: { stage: RoomStage }) {
  const { t } = useI18n();
  const { seat, own, application, state } = stage;
  const isGreenRoom = seat?.occupant.phase === 'greenRoom';
  if (!isGreenRoom && !application) return null;
  const isMirrored = state.facing === 'user';
  return (
    <div
      className="backstage"
      role="status"
      data-testid={isGreenRoom ? 'stage-green-room' : 'stage-waiting-room'}
      data-picture={own?.isCameraOn === true}
    >
      {own?.isCameraOn && own.stream && (
        <MediaVideo
          className={isMirrored ? 'backstage__video backstage__video--mirrored' : 'backstage__video'}
          stream={own.stream}
          aria-label={t('stage.ownPicture')}
          data-testid="stage-own-preview"
        />
      )}
      <span className="backstage__text">
        <EyeIcon size={15} />
        {t(isGreenRoom ? 'stage.greenRoom' : 'stage.waitingRoom')}
      </span>
    </div>
  );
}
