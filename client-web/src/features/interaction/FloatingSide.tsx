import { type ReactNode, useEffect, useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { MoreIcon, SmileIcon } from '../../ui/icons/index.ts';
import { ChatList } from './chat/ChatList.tsx';
import { ChatSettingsButton } from './chat/ChatPanel.tsx';
import { NoticeBar } from './chat/NoticeBar.tsx';
import { PhoneComposer } from './chat/PhoneComposer.tsx';
import { useDraft } from './chat/useDraft.ts';
import { useSpeech } from './chat/useSpeech.ts';
import type { PartContext, RoomParts } from './parts.tsx';
import './interaction.css';
import './chat/chat.css';
import './chat/composer.css';
import './chat/menus.css';
import './chat/floating.css';

interface FloatingSideProps {
  context: PartContext;
  parts: RoomParts;
  /** Between input and like: the way onto the stage. */
  extra?: ReactNode;
  /** What `more` opens; null: no such button. */
  more: { isOpen: boolean; onToggle: () => void } | null;
}

/** Over the picture of a phone: messages at the lower left, fading out above; below them what one does. */
export function FloatingSide({ context, parts, extra, more }: FloatingSideProps) {
  const { t } = useI18n();
  const speech = useSpeech(context.client);
  const draft = useDraft();
  const [isWriting, setWriting] = useState(false);
  // Mentioning somebody from their message opens the field.
  const { insertions } = draft;
  useEffect(() => {
    if (insertions > 0) setWriting(true);
  }, [insertions]);
  return (
    <div className="floating-side" data-testid="floating-side">
      <NoticeBar client={context.client} />
      <ChatList context={context} parts={parts} draft={draft} isFloating />
      <div className="action-bar" role="toolbar" aria-label={t('side.label')}>
        <button
          type="button"
          className="action-bar__input"
          disabled={!speech.maySpeak}
          data-testid="chat-open"
          onClick={() => setWriting(true)}
        >
          <span className="action-bar__input-icon">
            <SmileIcon />
          </span>
          <span className="action-bar__input-text truncate">
            {speech.maySpeak ? t('chat.placeholder') : speech.reason}
          </span>
        </button>
        {extra}
        <ChatSettingsButton context={context} parts={parts} />
        {parts.like}
        {parts.gift}
        {more && (
          <IconButton
            label={t('side.more')}
            className="icon-button--glass"
            aria-expanded={more.isOpen}
            data-testid="room-more"
            onClick={more.onToggle}
          >
            <MoreIcon />
          </IconButton>
        )}
      </div>
      {isWriting && <PhoneComposer context={context} draft={draft} onClose={() => setWriting(false)} />}
    </div>
  );
}
