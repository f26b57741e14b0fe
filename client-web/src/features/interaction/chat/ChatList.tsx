import { useEffect, useRef, useState } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import { ChevronDownIcon } from '../../../ui/icons/index.ts';
import { useStore } from '../../../ui/useStore.ts';
import { useIdentity } from '../../identity/useIdentity.ts';
import type { PartContext } from '../parts.tsx';
import { EventLine } from './EventLine.tsx';
import { MessageLine } from './MessageLine.tsx';
import { PendingLine } from './PendingLine.tsx';

/** How far from the end one may be and still count as following, px. */
const followPx = 48;

/** The messages, newest at the bottom; stays there until one scrolls up, and then tells how many have come since. */
export function ChatList({ context, isFloating = false }: { context: PartContext; isFloating?: boolean }) {
  const { client } = context;
  const { t } = useI18n();
  const view = useStore(client.chat.view);
  const pending = useStore(client.chat.pending);
  const ownId = useIdentity()?.user.id ?? null;
  const scroller = useRef<HTMLDivElement>(null);
  const [readSince, setReadSince] = useState<number | null>(null);
  const isFollowing = readSince === null;

  useEffect(() => {
    const element = scroller.current;
    if (element && isFollowing) element.scrollTop = element.scrollHeight;
  }, [view, pending, isFollowing]);

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < followPx;
    if (isAtEnd === isFollowing) return;
    setReadSince(isAtEnd ? null : view.addedCount);
    client.chat.setReading(!isAtEnd);
  };
  const toEnd = () => {
    setReadSince(null);
    client.chat.setReading(false);
  };

  return (
    <div className="chat" data-floating={isFloating}>
      <div
        ref={scroller}
        className="chat__scroller"
        role="log"
        aria-label={t('chat.title')}
        aria-live="off"
        data-testid="chat-list"
        onScroll={onScroll}
      >
        <p className="chat-line chat-line--welcome">{t('chat.welcome')}</p>
        {view.lines.map((line) =>
          line.kind === 'message' ? (
            <MessageLine key={line.key} message={line.message} isOwn={line.message.user.id === ownId} />
          ) : (
            <EventLine key={line.key} event={line.event} />
          ),
        )}
        {pending.map((message) => (
          <PendingLine key={message.clientId} message={message} chat={client.chat} />
        ))}
      </div>
      {readSince !== null && <ToNewest count={view.addedCount - readSince} onPress={toEnd} />}
    </div>
  );
}

function ToNewest({ count, onPress }: { count: number; onPress: () => void }) {
  const { t, tCount } = useI18n();
  return (
    <button
      type="button"
      className="chat__to-newest"
      data-testid="chat-to-newest"
      data-count={count}
      onClick={onPress}
    >
      {count > 0 ? tCount('chat.newMessages', count) : t('chat.backToNewest')}
      <ChevronDownIcon size={16} />
    </button>
  );
}
