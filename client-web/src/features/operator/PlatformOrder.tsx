import { useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ShieldIcon } from '../../ui/icons/index.ts';
import { OrderTabs } from '../moderation/OrderTabs.tsx';
import { ReportQueue } from '../moderation/ReportQueue.tsx';
import { SanctionList } from '../moderation/SanctionList.tsx';
import { AuditList } from './AuditList.tsx';
import { WordListFiles } from './WordListFiles.tsx';
import '../moderation/moderation.css';

/** What waits to be looked at in all rooms, who may not come to this platform, its word lists, and what was done by whom. */
export function PlatformOrder() {
  const { t } = useI18n();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        look="quiet"
        icon={<ShieldIcon size={20} />}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        data-testid="operator-reports"
      >
        {t('operator.reports')}
      </Button>
      {isOpen && (
        <Dialog title={t('operator.reports')} testId="operator-reports-dialog" onClose={() => setOpen(false)}>
          <OrderTabs
            label={t('operator.reports')}
            testId="operator-order"
            tabs={[
              {
                key: 'reports',
                label: t('moderation.reports'),
                content: () => <ReportQueue roomId={null} client={null} onPerson={null} />,
              },
              {
                key: 'sanctions',
                label: t('moderation.sanctions'),
                content: () => <SanctionList roomId={null} />,
              },
              { key: 'words', label: t('words.lists'), content: () => <WordListFiles /> },
              { key: 'audit', label: t('moderation.audit'), content: () => <AuditList /> },
            ]}
          />
        </Dialog>
      )}
    </>
  );
}
