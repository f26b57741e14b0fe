import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { CheckIcon } from './icons/index.ts';
import { useCloseOutside } from './useCloseOutside.ts';

export interface Choice<V extends string> {
  value: V;
  label: string;
  hint?: string;
}

interface ChoiceMenuProps<V extends string> {
  /** Heading of the popup and name of the button for screen readers. */
  label: string;
  choices: readonly Choice<V>[];
  value: V;
  onChoose: (value: V) => void;
  trigger: ReactNode;
  triggerClass?: string;
  testId: string;
  placement?: 'above' | 'below';
  align?: 'start' | 'end';
}

/** A button that opens a list with exactly one choice: arrows, Home, End, Escape and pressing outside all do what they should. */
export function ChoiceMenu<V extends string>(props: ChoiceMenuProps<V>) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const popupId = useId();
  useCloseOutside(root, isOpen, () => setOpen(false));

  const close = () => {
    setOpen(false);
    trigger.current?.focus();
  };
  const choose = (value: V) => {
    props.onChoose(value);
    close();
  };
  const current = props.choices.find((choice) => choice.value === props.value);
  const classes = [
    'menu',
    props.placement === 'below' && 'menu--below',
    props.align === 'start' && 'menu--start',
  ];

  return (
    <div className={classes.filter(Boolean).join(' ')} ref={root}>
      <button
        ref={trigger}
        type="button"
        className={props.triggerClass ?? 'icon-button'}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={popupId}
        aria-label={current ? `${props.label}: ${current.label}` : props.label}
        title={props.label}
        data-testid={props.testId}
        data-value={props.value}
        onClick={() => setOpen(!isOpen)}
      >
        {props.trigger}
      </button>
      {isOpen && (
        <div
          className="menu__popup"
          role="menu"
          tabIndex={-1}
          id={popupId}
          aria-label={props.label}
          data-testid={`${props.testId}-popup`}
          onKeyDown={(event) => onMenuKey(event, close)}
        >
          <p className="menu__heading" aria-hidden="true">
            {props.label}
          </p>
          {props.choices.map((choice) => (
            <ChoiceItem
              key={choice.value}
              choice={choice}
              isChosen={choice.value === props.value}
              testId={`${props.testId}-${choice.value}`}
              onChoose={() => choose(choice.value)}
            />
          ))}
        </div>
      )}
    </div>
  );
}

interface ChoiceItemProps {
  choice: Choice<string>;
  isChosen: boolean;
  testId: string;
  onChoose: () => void;
}

function ChoiceItem({ choice, isChosen, testId, onChoose }: ChoiceItemProps) {
  const item = useRef<HTMLButtonElement>(null);
  // Opening moves the focus to what is chosen now.
  useEffect(() => {
    if (isChosen) item.current?.focus({ preventScroll: true });
  }, [isChosen]);
  return (
    <button
      ref={item}
      type="button"
      className="menu__item"
      role="menuitemradio"
      aria-checked={isChosen}
      data-testid={testId}
      onClick={onChoose}
    >
      <span>
        {choice.label}
        {choice.hint && <span className="menu__item-hint">{choice.hint}</span>}
      </span>
      {isChosen && <CheckIcon size={18} />}
    </button>
  );
}

function onMenuKey(event: KeyboardEvent<HTMLElement>, close: () => void) {
  if (event.key === 'Escape' || event.key === 'Tab') {
    event.preventDefault();
    event.stopPropagation();
    close();
    return;
  }
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitemradio]')];
  const at = items.findIndex((item) => item.matches(':focus'));
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  items[(next + items.length) % items.length]?.focus();
}
