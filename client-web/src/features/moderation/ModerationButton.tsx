import { useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { Button } from '../../ui/Button.tsx';
import { ShieldIcon } from '../../ui/icons/index.ts';
import type { PartContext } from '../interaction/parts.tsx';
import { ModerationDialog } from './ModerationDialog.tsx';

/** Opens everything about order in the room. For those who keep it. */
export function ModerationButton({ context }: { context: PartContext }) {
  const { t } = useI18n();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        isWide
        icon={<ShieldIcon size={18} />}
        aria-haspopup="dialog"
        data-testid="moderation-open"
        onClick={() => setOpen(true)}
      >
        {t('moderation.open')}
      </Button>
      {isOpen && <ModerationDialog context={context} onClose={() => setOpen(false)} />}
    </>
  );
}
