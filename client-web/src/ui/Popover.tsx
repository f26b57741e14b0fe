import { type ReactNode, useEffect, useId, useRef } from 'react';

interface PopoverProps {
  /** What the button is for, read aloud. */
  label: string;
  trigger: ReactNode;
  triggerClass: string;
  testId: string;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
  children: ReactNode;
}

/** A button that opens a small panel below itself: Escape and pressing outside close it, and focus returns to the button. */
export function Popover({ label, trigger, triggerClass, testId, isOpen, onOpen, children }: PopoverProps) {
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panelId = useId();
  const latestOnOpen = useRef(onOpen);
  latestOnOpen.current = onOpen;

  useEffect(() => {
    if (!isOpen) return;
    const onPointerDown = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) latestOnOpen.current(false);
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      latestOnOpen.current(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', onPointerDown);
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('pointerdown', onPointerDown);
      document.removeEventListener('keydown', onKeyDown);
    };
  }, [isOpen]);

  return (
    <div className="popover" ref={root}>
      <button
        ref={button}
        type="button"
        className={triggerClass}
        aria-label={label}
        title={label}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-controls={panelId}
        data-testid={testId}
        onClick={() => onOpen(!isOpen)}
      >
        {trigger}
      </button>
      {isOpen && (
        <div className="popover__panel" role="dialog" aria-label={label} id={panelId}>
          {children}
        </div>
      )}
    </div>
  );
}
