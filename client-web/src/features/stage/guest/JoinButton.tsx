import { useState } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import { Button } from '../../../ui/Button.tsx';
import { CloseIcon, StageIcon } from '../../../ui/icons/index.ts';
import { Spinner } from '../../../ui/Spinner.tsx';
import type { RoomStage } from './useRoomStage.ts';

interface JoinButtonProps {
  stage: RoomStage;
  /** Where there is little room. */
  isCompact: boolean;
  onOpen: () => void;
}

const joinTexts = {
  apply: { whole: 'stage.join', short: 'stage.joinShort' },
  open: { whole: 'stage.joinOpen', short: 'stage.joinOpenShort' },
} as const;

/** The way onto the stage: asks for it, or says that one waits and takes it back. */
export function JoinButton({ stage, isCompact, onOpen }: JoinButtonProps) {
  const { t } = useI18n();
  const { admission } = stage.stage.settings;
  if (stage.application) return <Waiting stage={stage} isCompact={isCompact} />;
  if (!stage.isAllowed || stage.seat || admission === 'invite') return null;
  const isFull = stage.stage.seats.every(({ seat, state }) => seat === 0 || state !== 'free');
  // A request can wait for a seat; without requests a full stage is the end of it.
  const isShut = admission === 'open' && isFull;
  return (
    <Button
      look={isShut ? 'plain' : 'primary'}
      className="join-button"
      icon={<StageIcon size={20} />}
      aria-haspopup="dialog"
      disabled={isShut}
      data-testid="stage-apply"
      data-admission={admission}
      onClick={onOpen}
    >
      {t(isShut ? 'stage.full' : joinTexts[admission][isCompact ? 'short' : 'whole'])}
    </Button>
  );
}

function Waiting({ stage, isCompact }: { stage: RoomStage; isCompact: boolean }) {
  const { t } = useI18n();
  const [isBusy, setBusy] = useState(false);
  const cancel = async () => {
    setBusy(true);
    await stage.guest.withdraw().catch(stage.onError);
    setBusy(false);
  };
  return (
    <div className="join-waiting" role="status" data-testid="stage-application">
      <Spinner size={18} />
      <span className="join-waiting__text">{t(isCompact ? 'stage.queuedShort' : 'stage.queued')}</span>
      <button
        type="button"
        className="join-waiting__cancel"
        aria-label={t('stage.cancelApplication')}
        title={t('stage.cancelApplication')}
        disabled={isBusy}
        data-testid="stage-application-cancel"
        onClick={() => void cancel()}
      >
        <CloseIcon size={18} />
      </button>
    </div>
  );
}
