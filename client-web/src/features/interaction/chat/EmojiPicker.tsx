import { useRef, useState } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import { IconButton } from '../../../ui/Button.tsx';
import { SmileIcon } from '../../../ui/icons/index.ts';
import { useCloseOutside } from '../../../ui/useCloseOutside.ts';
import { useEscape } from '../../../ui/useEscape.ts';
import { emojiGroups } from './emoji.ts';

interface EmojiPickerProps {
  onPick: (emoji: string) => void;
}

/** A button that opens the emoji; stays open for more than one. */
export function EmojiPicker({ onPick }: EmojiPickerProps) {
  const { t } = useI18n();
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useCloseOutside(root, isOpen, () => setOpen(false));
  useEscape(isOpen, () => setOpen(false));
  return (
    <div className="emoji" ref={root}>
      <IconButton
        label={t('chat.emoji')}
        className="composer__button"
        aria-expanded={isOpen}
        data-testid="chat-emoji"
        // The field keeps the keyboard.
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => setOpen(!isOpen)}
      >
        <SmileIcon size={21} />
      </IconButton>
      {isOpen && (
        <div className="emoji__popup" data-testid="chat-emoji-popup">
          {emojiGroups.map((group) => (
            <div key={group[0]} className="emoji__group">
              {group.map((emoji) => (
                <button
                  key={emoji}
                  type="button"
                  className="emoji__item"
                  onPointerDown={(event) => event.preventDefault()}
                  onClick={() => onPick(emoji)}
                >
                  {emoji}
                </button>
              ))}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
