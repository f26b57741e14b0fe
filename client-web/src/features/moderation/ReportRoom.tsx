import { useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { Button } from '../../ui/Button.tsx';
import { AlertIcon } from '../../ui/icons/index.ts';
import { useStore } from '../../ui/useStore.ts';
import type { PartContext } from '../interaction/parts.tsx';
import { ReportDialog } from './ReportDialog.tsx';
import './moderation.css';

/** Viewers report the room itself; those who keep order in it have no use for that. */
export function ReportRoom({ context }: { context: PartContext }) {
  const { client } = context;
  const { t } = useI18n();
  const { may } = useStore(client.room);
  const { phase } = useStore(client.state);
  const [isOpen, setOpen] = useState(false);
  if (may.moderate || phase !== 'joined') return null;
  const close = () => setOpen(false);
  return (
    <section className="details__section">
      <Button
        look="quiet"
        icon={<AlertIcon size={18} />}
        aria-haspopup="dialog"
        data-testid="room-report"
        onClick={() => setOpen(true)}
      >
        {t('report.titleRoom')}
      </Button>
      {isOpen && (
        <ReportDialog subject={{ type: 'room' }} name={null} client={client} onClose={close} onDone={close} />
      )}
    </section>
  );
}
