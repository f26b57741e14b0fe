import type { ChatMessage } from '@lianmai/shared';
import { memo } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import { Badges } from './Badges.tsx';
import { MessageText } from './MessageText.tsx';

interface MessageLineProps {
  message: ChatMessage;
  ownId: string | null;
  onOpen: (message: ChatMessage) => void;
}

/** One message: who, as what, says what. Pressing it tells what one can do about it. */
export const MessageLine = memo(function MessageLine({ message, ownId, onOpen }: MessageLineProps) {
  const { t } = useI18n();
  const isOwn = message.user.id === ownId;
  const isForUs = message.mentions.some(({ id }) => id === ownId);
  const classes = ['chat-line', isOwn && 'chat-line--own', isForUs && 'chat-line--for-us'];
  return (
    <button
      type="button"
      className={classes.filter(Boolean).join(' ')}
      aria-haspopup="dialog"
      aria-description={t('chat.openMenu')}
      data-testid="chat-message"
      data-message-id={message.id}
      data-own={isOwn}
      data-mentioned={isForUs}
      onClick={() => onOpen(message)}
    >
      <Badges role={message.role} giverRank={message.giverRank} />
      <bdi className="chat-line__name">{message.user.name}</bdi>
      <bdi className="chat-line__text" data-testid="chat-text">
        <MessageText content={message.content} mentions={message.mentions} ownId={ownId} />
      </bdi>
    </button>
  );
});
