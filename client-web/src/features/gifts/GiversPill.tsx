import { useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useStore } from '../../ui/useStore.ts';
import type { PartContext } from '../interaction/parts.tsx';
import { GiversPanel } from './GiversPanel.tsx';

/** The first three givers of the show over a phone's picture, once there are any; opens the whole list. */
export function GiversPill({ context: { client, roomId } }: { context: PartContext }) {
  const { t } = useI18n();
  const { top } = useStore(client.gifts.givers);
  const [isOpen, setOpen] = useState(false);
  if (top.length === 0 && !isOpen) return null;
  return (
    <>
      <button type="button" className="givers-pill" data-testid="givers-open" onClick={() => setOpen(true)}>
        <span className="givers-pill__faces">
          {top.slice(0, 3).map(({ user }) => (
            <Avatar key={user.id} user={user} size={22} />
          ))}
        </span>
        {t('side.topGivers')}
      </button>
      {isOpen && (
        <Dialog title={t('side.topGivers')} testId="givers-dialog" onClose={() => setOpen(false)}>
          <GiversPanel client={client} roomId={roomId} />
        </Dialog>
      )}
    </>
  );
}
