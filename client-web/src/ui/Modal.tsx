import { type ComponentPropsWithoutRef, useEffect, useRef } from 'react';
import { useRaiseToasts } from './Toasts.tsx';

interface ModalProps extends Omit<ComponentPropsWithoutRef<'dialog'>, 'onClose'> {
  onClose: () => void;
}

/** Modal while mounted: the browser's own `<dialog>`, so Escape, focus trap and focus return come with it. Escape and a press beside it ask to close. */
export function Modal({ onClose, ...attributes }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const raiseToasts = useRaiseToasts();

  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) {
      element.showModal();
      raiseToasts();
    }
    return () => element?.close();
  }, [raiseToasts]);

  return (
    <dialog
      {...attributes}
      ref={dialog}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    />
  );
}
