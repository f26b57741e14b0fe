import { type ReactNode, useId } from 'react';
import { useI18n } from '../i18n/index.ts';
import { IconButton } from './Button.tsx';
import { CloseIcon } from './icons/index.ts';
import { Modal } from './Modal.tsx';

interface DialogProps {
  title: string;
  text?: string;
  onClose: () => void;
  children?: ReactNode;
  actions?: ReactNode;
  testId?: string;
}

/** A modal dialog with title, text and actions. A sheet on phones. */
export function Dialog({ title, text, onClose, children, actions, testId }: DialogProps) {
  const titleId = useId();
  const { t } = useI18n();

  return (
    <Modal className="dialog" aria-labelledby={titleId} data-testid={testId} onClose={onClose}>
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
    </Modal>
  );
}
