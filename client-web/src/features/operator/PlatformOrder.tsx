import { useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ShieldIcon } from '../../ui/icons/index.ts';
import { OrderTabs } from '../moderation/OrderTabs.tsx';
import { ReportQueue } from '../moderation/ReportQueue.tsx';
import { SanctionList } from '../moderation/SanctionList.tsx';
import '../moderation/moderation.css';

/** What waits to be looked at in all rooms, and who may not come to this platform. */
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
            ]}
          />
        </Dialog>
      )}
    </>
  );
}
