import { useI18n } from '../../i18n/index.ts';
import type { RoomStage } from '../stage/guest/useRoomStage.ts';
import { SeatStrip } from '../stage/SeatStrip.tsx';

interface StageSectionProps {
  roomId: string;
  stage: RoomStage;
  onApply: (seat: number) => void;
}

const admissionTexts = {
  apply: 'stage.admissionApply',
  open: 'stage.admissionOpen',
  invite: 'stage.admissionInvite',
} as const;

/** Who sits where, and how one gets a seat. */
export function StageSection({ roomId, stage, onApply }: StageSectionProps) {
  const { t } = useI18n();
  const { settings, seats } = stage.stage;
  const mayApply = stage.isAllowed && stage.application === null && settings.admission !== 'invite';
  return (
    <>
      {stage.isAllowed && <p className="field__hint">{t(admissionTexts[settings.admission])}</p>}
      <SeatStrip
        roomId={roomId}
        seats={seats}
        vitals={stage.client.vitals}
        ownSeat={stage.seat?.seat ?? null}
        onApply={mayApply ? onApply : null}
      />
    </>
  );
}
