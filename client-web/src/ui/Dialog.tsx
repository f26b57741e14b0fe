import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useI18n } from '../i18n/index.ts';
import { IconButton } from './Button.tsx';
import { CloseIcon } from './icons/index.ts';

interface DialogProps {
  title: string;
  text?: string;
  onClose: () => void;
  children?: ReactNode;
  actions?: ReactNode;
  testId?: string;
}

/** A modal dialog while mounted: the browser's own, so Escape, focus trap and focus return come with it. A sheet on phones. */
export function Dialog({ title, text, onClose, children, actions, testId }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const { t } = useI18n();

  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);

  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={titleId}
      data-testid={testId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className="dialog__body">
        <div className="dialog__head">
          <h2 className="dialog__title" id={titleId}>
            {title}
          </h2>
          {!actions && (
            <IconButton
              label={t('common.close')}
              className="dialog__close"
              data-testid="dialog-close"
              onClick={onClose}
            >
              <CloseIcon />
            </IconButton>
          )}
        </div>
        {text && <p className="dialog__text">{text}</p>}
        {children}
        {actions && <div className="dialog__actions">{actions}</div>}
      </div>
    </dialog>
  );
}
