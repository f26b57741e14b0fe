import { useState } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { PlusIcon, SettingsIcon } from '../../../ui/icons/index.ts';
import { Applications } from './Applications.tsx';
import { GreenRoom } from './GreenRoom.tsx';
import { HostSeats } from './HostSeats.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { PkSection } from './PkSection.tsx';
import { StageSettingsDialog } from './StageSettingsDialog.tsx';
import type { StudioStage } from './useStudioStage.ts';

interface StagePanelProps {
  stage: StudioStage;
  roomId: string;
  /** In a sheet, which has the heading already. */
  isSheet?: boolean;
}

type Open = { what: 'settings' } | { what: 'invite'; seat: number | null } | null;

/** Everything a host does about the stage: who waits to be taken on air, who asks (those may be many), who sits where. */
export function StagePanel({ stage, roomId, isSheet = false }: StagePanelProps) {
  const { t } = useI18n();
  const [open, setOpen] = useState<Open>(null);
  return (
    <div className="host" data-testid="studio-stage-panel">
      <div className="host__head">
        {!isSheet && <h2 className="live-panel__title">{t('host.stage')}</h2>}
        <span className="host__gap" />
        <Button
          icon={<PlusIcon size={18} />}
          aria-haspopup="dialog"
          data-testid="studio-invite"
          onClick={() => setOpen({ what: 'invite', seat: null })}
        >
          {t('host.invite')}
        </Button>
        {stage.rights !== 'moderator' && (
          <IconButton
            label={t('host.settings')}
            className="dock__button host__settings"
            aria-haspopup="dialog"
            data-testid="studio-stage-settings"
            onClick={() => setOpen({ what: 'settings' })}
          >
            <SettingsIcon size={20} />
          </IconButton>
        )}
      </div>
      <GreenRoom stage={stage} />
      <Applications stage={stage} />
      <HostSeats stage={stage} onInvite={(seat) => setOpen({ what: 'invite', seat })} />
      {stage.rights === 'studio' && <PkSection stage={stage} roomId={roomId} />}
      {open?.what === 'settings' && (
        <StageSettingsDialog stage={stage} roomId={roomId} onClose={() => setOpen(null)} />
      )}
      {open?.what === 'invite' && (
        <InviteDialog stage={stage} seat={open.seat} onClose={() => setOpen(null)} />
      )}
    </div>
  );
}
