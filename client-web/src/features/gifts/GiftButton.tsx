import { useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { GiftIcon } from '../../ui/icons/index.ts';
import type { PartContext } from '../interaction/parts.tsx';
import { GiftSheet } from './GiftSheet.tsx';
import { TopUpDialog } from './TopUpDialog.tsx';

/** Opens what can be given; while the room is live. */
export function GiftButton({ context: { client, room } }: { context: PartContext }) {
  const { t } = useI18n();
  const [open, setOpen] = useState<'gifts' | 'topUp' | null>(null);
  return (
    <>
      <IconButton
        label={t('gifts.open')}
        className="icon-button--glass gift-button"
        aria-haspopup="dialog"
        disabled={room?.status !== 'live'}
        data-testid="gift-open"
        onClick={() => setOpen('gifts')}
      >
        <GiftIcon />
      </IconButton>
      {open === 'gifts' && (
        <GiftSheet client={client} onTopUp={() => setOpen('topUp')} onClose={() => setOpen(null)} />
      )}
      {open === 'topUp' && (
        <TopUpDialog
          onPaid={(balance) => client.gifts.setBalance(balance)}
          onClose={() => setOpen('gifts')}
        />
      )}
    </>
  );
}
