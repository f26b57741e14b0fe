import { useState } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import { Button } from '../../../ui/Button.tsx';
import { PkIcon } from '../../../ui/icons/index.ts';
import { Spinner } from '../../../ui/Spinner.tsx';
import { PkInviteDialog } from './PkInviteDialog.tsx';
import type { StudioStage } from './useStudioStage.ts';

/** The way into a PK, and out of it. */
export function PkSection({ stage, roomId }: { stage: StudioStage; roomId: string }) {
  const { t } = useI18n();
  const [isOpen, setOpen] = useState(false);
  const { client, run, pk, backstage } = stage;
  const sent = backstage.pkInvitations.find(({ from }) => from.roomId === roomId);
  if (pk) {
    return (
      <Button
        look="danger"
        isWide
        icon={<PkIcon size={20} />}
        data-testid="pk-end"
        data-phase={pk.phase}
        onClick={() => run(client.pk.end())}
      >
        {t(pk.phase === 'battle' ? 'pk.end' : 'pk.part')}
      </Button>
    );
  }
  if (sent) {
    return (
      <div className="pk-sent" role="status" data-testid="pk-sent">
        <Spinner size={18} />
        <span className="truncate">{t('pk.waiting', { name: sent.to.anchor.name })}</span>
        <Button look="quiet" data-testid="pk-cancel" onClick={() => run(client.pk.cancel(sent.pkId))}>
          {t('pk.cancel')}
        </Button>
      </div>
    );
  }
  return (
    <>
      <Button
        look="quiet"
        isWide
        icon={<PkIcon size={20} />}
        aria-haspopup="dialog"
        data-testid="studio-pk-invite"
        onClick={() => setOpen(true)}
      >
        {t('pk.start')}
      </Button>
      {isOpen && <PkInviteDialog stage={stage} roomId={roomId} onClose={() => setOpen(false)} />}
    </>
  );
}
