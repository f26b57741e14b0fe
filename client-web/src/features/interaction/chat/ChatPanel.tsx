import type { ReactNode } from 'react';
import type { PartContext } from '../parts.tsx';
import { ChatList } from './ChatList.tsx';
import { Composer } from './Composer.tsx';

/** The chat where it has a column of its own. */
export function ChatPanel({ context, actions }: { context: PartContext; actions: ReactNode }) {
  return (
    <div className="chat-panel">
      <ChatList context={context} />
      <div className="chat-panel__foot">
        <Composer context={context} />
        <div className="chat-panel__actions">{actions}</div>
      </div>
    </div>
  );
}
