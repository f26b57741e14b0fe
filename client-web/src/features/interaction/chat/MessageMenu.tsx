import type { ChatMessage } from '@lianmai/shared';
import { useState } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import { describeError, LiveError } from '../../../sdk/index.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { useToast } from '../../../ui/Toasts.tsx';
import { useStore } from '../../../ui/useStore.ts';
import { useIdentity } from '../../identity/useIdentity.ts';
import type { PartContext, RoomParts } from '../parts.tsx';
import { Badges } from './Badges.tsx';
import type { Draft } from './useDraft.ts';

interface MessageMenuProps {
  message: ChatMessage;
  context: PartContext;
  parts: RoomParts;
  draft: Draft;
  onClose: () => void;
}

/** What one can do about a message, and about who wrote it. */
export function MessageMenu({ message, context, parts, draft, onClose }: MessageMenuProps) {
  const { client, room } = context;
  const { t } = useI18n();
  const run = useAction(onClose);
  const { may, role } = useStore(client.room);
  const ownId = useIdentity()?.user.id ?? null;
  const { user } = message;
  const isOwn = user.id === ownId;
  const isOfAnchor = user.id === room?.anchor.id;
  const mayJudge = may.moderate && (!isOfAnchor || role === 'operator' || isOwn);
  return (
    <Dialog title={t('chat.message')} testId="chat-menu" onClose={onClose}>
      <div className="message-menu__quote">
        <Avatar user={user} size={40} />
        <div className="message-menu__lines">
          <span className="message-menu__name">
            <bdi className="truncate">{user.name}</bdi>
            <Badges role={message.role} giverRank={message.giverRank} />
          </span>
          <bdi className="message-menu__text">{message.content}</bdi>
        </div>
      </div>
      <div className="message-menu__actions">
        {!isOwn && (
          <Action
            label={t('chat.mentionThem')}
            testId="chat-menu-mention"
            onPress={() => {
              draft.mention(user);
              onClose();
            }}
          />
        )}
        <Action
          label={t('chat.copy')}
          testId="chat-menu-copy"
          onPress={() => run(() => navigator.clipboard.writeText(message.content))}
        />
        {!isOwn && parts.personActions?.(user, onClose, message.id)}
        {(isOwn || mayJudge) && (
          <Action
            label={t('chat.delete')}
            isDangerous
            testId="chat-menu-delete"
            onPress={() => run(() => client.chat.delete([message.id]))}
          />
        )}
        {!isOwn && mayJudge && (
          <Action
            label={t('chat.deleteAll')}
            isDangerous
            testId="chat-menu-delete-all"
            onPress={() => run(() => client.chat.deleteAllOf(user.id))}
          />
        )}
      </div>
    </Dialog>
  );
}

interface ActionProps {
  label: string;
  testId: string;
  isDangerous?: boolean;
  onPress: () => void;
}

function Action({ label, testId, isDangerous = false, onPress }: ActionProps) {
  return (
    <button
      type="button"
      className={isDangerous ? 'menu-row menu-row--danger' : 'menu-row'}
      data-testid={testId}
      onClick={onPress}
    >
      {label}
    </button>
  );
}

/** Does something, closes the menu, and says what went wrong. */
function useAction(onClose: () => void): (act: () => Promise<unknown>) => void {
  const { language } = useI18n();
  const toast = useToast();
  const [isBusy, setBusy] = useState(false);
  return (act) => {
    if (isBusy) return;
    setBusy(true);
    act()
      .catch((cause: unknown) => toast(describeError(LiveError.from(cause).code, language), 'error'))
      .finally(onClose);
  };
}
