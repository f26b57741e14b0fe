import { limits, type StageSettings } from '@lianmai/shared';
import { useI18n } from '../../../i18n/index.ts';
import { IconButton } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Segments, SwitchField } from '../../../ui/fields.tsx';
import { MinusIcon, PlusIcon } from '../../../ui/icons/index.ts';
import { CompositionFields } from './CompositionFields.tsx';
import type { StudioStage } from './useStudioStage.ts';

interface StageSettingsDialogProps {
  stage: StudioStage;
  roomId: string;
  onClose: () => void;
}

/** Who may come on stage and how, and what FLV and HLS players see of it. Every change counts at once. */
export function StageSettingsDialog({ stage, roomId, onClose }: StageSettingsDialogProps) {
  const { t } = useI18n();
  const { settings } = stage.stage;
  const change = (changes: Partial<StageSettings>) => stage.run(stage.client.stage.change(changes));
  return (
    <Dialog title={t('host.settings')} testId="studio-stage-settings-dialog" onClose={onClose}>
      <div className="stage-settings">
        <Segments
          label={t('host.admission')}
          choices={[
            { value: 'apply', label: t('host.admissionApply') },
            { value: 'open', label: t('host.admissionOpen') },
            { value: 'invite', label: t('host.admissionInvite') },
          ]}
          value={settings.admission}
          onChoose={(admission) => change({ admission })}
          testId="studio-admission"
        />
        <SwitchField
          label={t('host.usesGreenRoom')}
          hint={t('host.usesGreenRoomHint')}
          isOn={settings.usesGreenRoom}
          onChange={(usesGreenRoom) => change({ usesGreenRoom })}
          testId="studio-uses-green-room"
        />
        <SeatCount seatCount={settings.seatCount} onChange={(seatCount) => change({ seatCount })} />
        <h3 className="stage-settings__heading">{t('host.picture')}</h3>
        <CompositionFields roomId={roomId} run={stage.run} />
      </div>
    </Dialog>
  );
}

interface SeatCountProps {
  seatCount: number;
  onChange: (seatCount: number) => void;
}

/** Shown without the anchor's seat, which is always there. */
function SeatCount({ seatCount, onChange }: SeatCountProps) {
  const { t } = useI18n();
  return (
    <div className="stepper">
      <span className="stepper__label">{t('host.seatCount')}</span>
      <IconButton
        label={t('host.fewer')}
        className="dock__button"
        disabled={seatCount <= 1}
        data-testid="studio-seats-fewer"
        onClick={() => onChange(seatCount - 1)}
      >
        <MinusIcon size={20} />
      </IconButton>
      <span className="stepper__value tabular" data-testid="studio-seat-count">
        {seatCount - 1}
      </span>
      <IconButton
        label={t('host.more')}
        className="dock__button"
        disabled={seatCount >= limits.seats}
        data-testid="studio-seats-more"
        onClick={() => onChange(seatCount + 1)}
      >
        <PlusIcon size={20} />
      </IconButton>
    </div>
  );
}
