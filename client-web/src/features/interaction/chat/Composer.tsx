import { chatLength, limits, type UserRef } from '@lianmai/shared';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import { IconButton } from '../../../ui/Button.tsx';
import { SendIcon } from '../../../ui/icons/index.ts';
import { useIdentity } from '../../identity/useIdentity.ts';
import type { PartContext } from '../parts.tsx';
import { EmojiPicker } from './EmojiPicker.tsx';
import { MentionList } from './MentionList.tsx';
import { type Draft, mentionBeingTyped } from './useDraft.ts';
import { usePeople } from './usePeople.ts';
import { useSpeech } from './useSpeech.ts';

interface ComposerProps {
  context: PartContext;
  draft: Draft;
  isFocused?: boolean;
  onSent?: () => void;
  onEscape?: () => void;
}

/** From here on it is said how much room is left. */
const tellBelow = 20;

/** Where one writes: text, emoji, and people by name. */
export function Composer({ context, draft, isFocused = false, onSent, onEscape }: ComposerProps) {
  const { client } = context;
  const { t } = useI18n();
  const { maySpeak, reason } = useSpeech(client);
  const input = useRef<HTMLInputElement>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const listId = useId();
  const ownId = useIdentity()?.user.id ?? null;
  const typed = cursor === null ? null : mentionBeingTyped(draft.text, cursor);
  const people = usePeople(client, typed?.name ?? null, ownId);
  const isChoosing = typed !== null && people.length > 0;
  const left = limits.chatLength - chatLength(draft.text.trim());
  const maySend = maySpeak && draft.text.trim() !== '' && left >= 0;
  useEffect(() => {
    if (isFocused || draft.insertions > 0) input.current?.focus();
  }, [isFocused, draft.insertions]);

  const send = () => {
    if (!maySend) return;
    const { content, mentions } = draft.take();
    client.chat.send(content, mentions);
    onSent?.();
  };
  const choose = (user: UserRef) => {
    if (!typed || cursor === null) return;
    draft.mention(user, { from: typed.from, to: cursor });
    setCursor(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter ends the composition of an input method; only the next one sends.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = people[active] ?? people[0];
    if (isChoosing && step !== undefined) setActive((active + step + people.length) % people.length);
    else if (isChoosing && chosen && (event.key === 'Enter' || event.key === 'Tab')) choose(chosen);
    else if (isChoosing && event.key === 'Escape') setCursor(null);
    else if (event.key === 'Enter') send();
    else if (event.key === 'Escape') onEscape?.();
    else return;
    event.preventDefault();
  };
  const insert = (emoji: string) => {
    const at = input.current?.selectionStart ?? draft.text.length;
    draft.setText(draft.text.slice(0, at) + emoji + draft.text.slice(at));
    requestAnimationFrame(() => input.current?.setSelectionRange(at + emoji.length, at + emoji.length));
  };
  const note = (target: HTMLInputElement) => {
    setCursor(target.selectionStart);
    setActive(0);
  };

  return (
    <div className="composer" data-over={left < 0}>
      {isChoosing && <MentionList id={listId} people={people} active={active} onChoose={choose} />}
      <input
        ref={input}
        className="composer__input"
        value={draft.text}
        disabled={!maySpeak}
        placeholder={maySpeak ? t('chat.placeholder') : reason}
        title={maySpeak ? undefined : reason}
        role="combobox"
        aria-label={t('chat.placeholder')}
        aria-expanded={isChoosing}
        aria-controls={listId}
        aria-activedescendant={isChoosing ? `${listId}-${active}` : undefined}
        aria-autocomplete="list"
        enterKeyHint="send"
        autoComplete="off"
        data-testid="chat-input"
        onChange={(event) => {
          draft.setText(event.target.value);
          note(event.target);
        }}
        onSelect={(event) => setCursor(event.currentTarget.selectionStart)}
        onBlur={() => setCursor(null)}
        onKeyDown={onKeyDown}
      />
      {left < tellBelow && (
        <span className="composer__left tabular" role="status" data-testid="chat-left" data-left={left}>
          <span aria-hidden="true">{left}</span>
          <span className="visually-hidden">
            {left < 0 ? t('chat.tooLong', { count: -left }) : t('chat.left', { count: left })}
          </span>
        </span>
      )}
      {maySpeak && <EmojiPicker onPick={insert} />}
      {draft.text !== '' && (
        <IconButton
          label={t('chat.send')}
          className="composer__button composer__send"
          disabled={!maySend}
          data-testid="chat-send"
          onPointerDown={(event) => event.preventDefault()}
          onClick={send}
        >
          <SendIcon size={20} />
        </IconButton>
      )}
    </div>
  );
}
