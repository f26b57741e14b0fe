import { type CSSProperties, useEffect, useState } from 'react';
import type { PartContext } from '../parts.tsx';
import { Composer } from './Composer.tsx';
import type { Draft } from './useDraft.ts';

type LiftStyle = CSSProperties & Record<'--keyboard', string>;

interface PhoneComposerProps {
  context: PartContext;
  draft: Draft;
  onClose: () => void;
}

/** Writing on a phone: the field lies on the soft keyboard, the picture stays where it is. */
export function PhoneComposer({ context, draft, onClose }: PhoneComposerProps) {
  const keyboardPx = useKeyboardHeight();
  const style: LiftStyle = { '--keyboard': `${keyboardPx}px` };
  return (
    <div className="phone-composer" style={style}>
      <button
        type="button"
        className="phone-composer__away"
        tabIndex={-1}
        aria-hidden="true"
        onClick={onClose}
      />
      <div className="phone-composer__bar">
        <Composer context={context} draft={draft} isFocused onSent={onClose} onEscape={onClose} />
      </div>
    </div>
  );
}

/** How much of the page the soft keyboard covers. */
function useKeyboardHeight(): number {
  const [height, setHeight] = useState(0);
  useEffect(() => {
    const viewport = window.visualViewport;
    if (!viewport) return;
    const measure = () => setHeight(Math.max(0, innerHeight - viewport.height - viewport.offsetTop));
    measure();
    viewport.addEventListener('resize', measure);
    viewport.addEventListener('scroll', measure);
    return () => {
      viewport.removeEventListener('resize', measure);
      viewport.removeEventListener('scroll', measure);
    };
  }, []);
  return height;
}
