import type { ChatMessage } from '@lianmai/shared';
import { memo } from 'react';
import { Badges } from './Badges.tsx';

interface MessageLineProps {
  message: ChatMessage;
  isOwn: boolean;
}

/** One message: who, as what, says what. Always text, never markup. */
export const MessageLine = memo(function MessageLine({ message, isOwn }: MessageLineProps) {
  return (
    <div
      className={isOwn ? 'chat-line chat-line--own' : 'chat-line'}
      data-testid="chat-message"
      data-message-id={message.id}
      data-own={isOwn}
    >
      <Badges role={message.role} giverRank={message.giverRank} />
      <bdi className="chat-line__name">{message.user.name}</bdi>
      <bdi className="chat-line__text" data-testid="chat-text">
        {message.content}
      </bdi>
    </div>
  );
});
