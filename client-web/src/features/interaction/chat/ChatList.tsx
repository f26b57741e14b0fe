import type { ChatMessage } from '@lianmai/shared';
import { useCallback, useState } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import { ChevronDownIcon } from '../../../ui/icons/index.ts';
import { Spinner } from '../../../ui/Spinner.tsx';
import { useStore } from '../../../ui/useStore.ts';
import { useIdentity } from '../../identity/useIdentity.ts';
import { EntryNotice } from '../audience/EntryNotice.tsx';
import type { PartContext, RoomParts } from '../parts.tsx';
import { EventLine } from './EventLine.tsx';
import { MessageLine } from './MessageLine.tsx';
import { MessageMenu } from './MessageMenu.tsx';
import { PendingLine } from './PendingLine.tsx';
import type { Draft } from './useDraft.ts';
import { type EarlierState, useEarlier } from './useEarlier.ts';
import { useFollowing } from './useFollowing.ts';

interface ChatListProps {
  context: PartContext;
  parts: RoomParts;
  draft: Draft;
  isFloating?: boolean;
}

/** The messages, newest at the bottom; stays there until one scrolls up, and then tells how many have come since. */
export function ChatList({ context, parts, draft, isFloating = false }: ChatListProps) {
  const { client } = context;
  const { t } = useI18n();
  const view = useStore(client.chat.view);
  const pending = useStore(client.chat.pending);
  const { phase } = useStore(client.state);
  const ownId = useIdentity()?.user.id ?? null;
  const earlier = useEarlier(context);
  const following = useFollowing(client.chat, view, pending, earlier);
  const [openId, setOpenId] = useState<string | null>(null);
  const open = useCallback((message: ChatMessage) => setOpenId(message.id), []);
  const opened = view.lines.find((line) => line.kind === 'message' && line.message.id === openId);
  const isEmpty = view.lines.length === 0 && pending.length === 0;

  return (
    <div className="chat" data-floating={isFloating}>
      <div
        ref={following.scroller}
        className="chat__scroller"
        role="log"
        aria-label={t('chat.title')}
        aria-live="off"
        data-testid="chat-list"
        onScroll={following.onScroll}
      >
        {phase === 'connecting' ? (
          <ChatSkeleton />
        ) : (
          <Beginning state={earlier.state} onRetry={earlier.load} />
        )}
        {view.lines.map((line) =>
          line.kind === 'message' ? (
            <MessageLine key={line.key} message={line.message} ownId={ownId} onOpen={open} />
          ) : (
            <EventLine key={line.key} event={line.event} />
          ),
        )}
        {pending.map((message) => (
          <PendingLine key={message.clientId} message={message} chat={client.chat} />
        ))}
        {isEmpty && phase === 'joined' && !isFloating && (
          <p className="chat__empty" data-testid="chat-empty">
            {t('chat.empty')}
          </p>
        )}
      </div>
      <EntryNotice client={client} />
      {following.newCount !== null && <ToNewest count={following.newCount} onPress={following.toEnd} />}
      {opened?.kind === 'message' && (
        <MessageMenu
          message={opened.message}
          context={context}
          parts={parts}
          draft={draft}
          onClose={() => setOpenId(null)}
        />
      )}
    </div>
  );
}

/** What stands above the oldest message that is shown. */
function Beginning({ state, onRetry }: { state: EarlierState; onRetry: () => void }) {
  const { t } = useI18n();
  if (state === 'loading')
    return (
      <div className="chat__earlier" role="status">
        <Spinner size={18} />
        <span className="visually-hidden">{t('chat.loading')}</span>
      </div>
    );
  if (state === 'failed')
    return (
      <button type="button" className="chat__earlier" data-testid="chat-earlier-retry" onClick={onRetry}>
        {t('chat.earlierFailed')}
      </button>
    );
  return <p className="chat-line chat-line--welcome">{t('chat.welcome')}</p>;
}

function ChatSkeleton() {
  return (
    <div className="chat__skeleton" aria-hidden="true" data-testid="chat-loading">
      {[72, 48, 86, 60].map((width) => (
        <span key={width} className="skeleton" style={{ width: `${width}%` }} />
      ))}
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
