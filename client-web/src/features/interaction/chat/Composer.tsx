import { chatLength, limits } from '@lianmai/shared';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import { IconButton } from '../../../ui/Button.tsx';
import { SendIcon } from '../../../ui/icons/index.ts';
import type { PartContext } from '../parts.tsx';
import { useSpeech } from './useSpeech.ts';

interface ComposerProps {
  context: PartContext;
  isFocused?: boolean;
  onSent?: () => void;
  onEscape?: () => void;
}

/** Where one writes. */
export function Composer({ context, isFocused = false, onSent, onEscape }: ComposerProps) {
  const { client } = context;
  const { t } = useI18n();
  const { maySpeak, reason } = useSpeech(client);
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const excess = chatLength(text.trim()) - limits.chatLength;
  const maySend = maySpeak && text.trim() !== '' && excess <= 0;
  useEffect(() => {
    if (isFocused) input.current?.focus();
  }, [isFocused]);

  const send = () => {
    if (!maySend) return;
    client.chat.send(text.trim());
    setText('');
    onSent?.();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter ends the composition of an input method; only the next one sends.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape') onEscape?.();
  };

  return (
    <div className="composer" data-over={excess > 0}>
      <input
        ref={input}
        className="composer__input"
        value={text}
        disabled={!maySpeak}
        placeholder={maySpeak ? t('chat.placeholder') : reason}
        aria-label={t('chat.placeholder')}
        enterKeyHint="send"
        autoComplete="off"
        data-testid="chat-input"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {excess > 0 && (
        <span className="composer__excess" role="alert" data-testid="chat-excess">
          {t('chat.tooLong', { count: excess })}
        </span>
      )}
      <IconButton
        label={t('chat.send')}
        className="composer__send"
        disabled={!maySend}
        data-testid="chat-send"
        onClick={send}
      >
        <SendIcon size={20} />
      </IconButton>
    </div>
  );
}
