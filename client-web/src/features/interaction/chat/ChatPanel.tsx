import { type ReactNode, useState } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import { IconButton } from '../../../ui/Button.tsx';
import { SettingsIcon } from '../../../ui/icons/index.ts';
import { useStore } from '../../../ui/useStore.ts';
import type { PartContext, RoomParts } from '../parts.tsx';
import { ChatList } from './ChatList.tsx';
import { ChatSettingsDialog } from './ChatSettingsDialog.tsx';
import { Composer } from './Composer.tsx';
import { NoticeBar } from './NoticeBar.tsx';
import { useDraft } from './useDraft.ts';

interface ChatPanelProps {
  context: PartContext;
  parts: RoomParts;
  actions: ReactNode;
}

/** The chat where it has a column of its own. */
export function ChatPanel({ context, parts, actions }: ChatPanelProps) {
  const draft = useDraft();
  return (
    <div className="chat-panel">
      <NoticeBar client={context.client} />
      <ChatList context={context} parts={parts} draft={draft} />
      <div className="chat-panel__foot">
        <Composer context={context} draft={draft} />
        <div className="chat-panel__actions">
          <ChatSettingsButton context={context} parts={parts} />
          {actions}
        </div>
      </div>
    </div>
  );
}

/** For hosts; nothing for anybody else. */
export function ChatSettingsButton({ context, parts }: Omit<ChatPanelProps, 'actions'>) {
  const { t } = useI18n();
  const { may } = useStore(context.client.room);
  const [isOpen, setOpen] = useState(false);
  if (!may.moderate) return null;
  return (
    <>
      <IconButton
        label={t('chatHost.title')}
        className="chat-panel__button"
        aria-haspopup="dialog"
        data-testid="chat-open-settings"
        onClick={() => setOpen(true)}
      >
        <SettingsIcon size={20} />
      </IconButton>
      {isOpen && <ChatSettingsDialog context={context} parts={parts} onClose={() => setOpen(false)} />}
    </>
  );
}
