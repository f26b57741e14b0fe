import type { UserRef } from '@lianmai/shared';
import { useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { useStore } from '../../ui/useStore.ts';
import type { PartContext } from '../interaction/parts.tsx';
import { ModeratorList } from './ModeratorList.tsx';
import { OrderTabs } from './OrderTabs.tsx';
import { PersonSheet } from './PersonSheet.tsx';
import { ReportQueue } from './ReportQueue.tsx';
import { RoomWords } from './RoomWords.tsx';
import { SanctionList } from './SanctionList.tsx';
import './moderation.css';

/** Everything about order in a room, for its anchor, its moderators and operators. */
export function ModerationDialog({ context, onClose }: { context: PartContext; onClose: () => void }) {
  const { client, roomId } = context;
  const { t } = useI18n();
  const { role } = useStore(client.room);
  const [person, setPerson] = useState<UserRef | null>(null);
  const isOwner = role === 'anchor' || role === 'operator';
  return (
    <Dialog title={t('moderation.title')} testId="moderation-dialog" onClose={onClose}>
      <OrderTabs
        label={t('moderation.title')}
        testId="moderation-tab"
        tabs={[
          {
            key: 'reports',
            label: t('moderation.reports'),
            content: () => (
              <ReportQueue
                roomId={roomId}
                client={client}
                onPerson={({ subject }) => 'user' in subject && setPerson(subject.user)}
              />
            ),
          },
          {
            key: 'sanctions',
            label: t('moderation.sanctions'),
            content: () => <SanctionList roomId={roomId} />,
          },
          {
            key: 'moderators',
            label: t('moderation.moderators'),
            content: () => <ModeratorList roomId={roomId} isOwner={isOwner} />,
          },
          {
            key: 'words',
            label: t('moderation.words'),
            content: () => <RoomWords roomId={roomId} isOwner={isOwner} />,
          },
        ]}
      />
      {person && <PersonSheet user={person} context={context} onClose={() => setPerson(null)} />}
    </Dialog>
  );
}
