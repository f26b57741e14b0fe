import { useState } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import type { LiveClient } from '../../../sdk/index.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { UsersIcon } from '../../../ui/icons/index.ts';
import { useStore } from '../../../ui/useStore.ts';
import { AudiencePanel } from './AudiencePanel.tsx';

interface AudienceStripProps {
  client: LiveClient;
  viewerCount: number;
  /** Where there is no tab beside the picture, it opens the list. */
  opensList: boolean;
}

const shownFaces = 3;

/** In the bar over the picture: the first of the audience, and how many they are. */
export function AudienceStrip({ client, viewerCount, opensList }: AudienceStripProps) {
  const { t, tCount, formats } = useI18n();
  const { top } = useStore(client.audience.digest);
  const [isOpen, setOpen] = useState(false);
  const faces = top.slice(0, shownFaces);
  const content = (
    <>
      {faces.length > 0 ? (
        <span className="audience-strip__faces">
          {faces.map(({ user, contribution }) => (
            <span key={user.id} className="audience-strip__face" data-giver={contribution > 0}>
              <Avatar user={user} size={24} />
            </span>
          ))}
        </span>
      ) : (
        <UsersIcon size={14} />
      )}
      <span data-testid="viewer-count">{formats.compact(viewerCount)}</span>
      <span className="visually-hidden">{tCount('live.viewers', viewerCount)}</span>
    </>
  );
  const className = faces.length > 0 ? 'pill audience-strip audience-strip--faces' : 'pill audience-strip';
  if (!opensList)
    return (
      <span className={className} title={tCount('live.viewers', viewerCount)}>
        {content}
      </span>
    );
  return (
    <>
      <button
        type="button"
        className={className}
        title={t('audience.open')}
        aria-haspopup="dialog"
        data-testid="audience-open"
        onClick={() => setOpen(true)}
      >
        {content}
      </button>
      {isOpen && (
        <Dialog title={t('audience.title')} testId="audience-sheet" onClose={() => setOpen(false)}>
          <AudiencePanel client={client} />
        </Dialog>
      )}
    </>
  );
}
