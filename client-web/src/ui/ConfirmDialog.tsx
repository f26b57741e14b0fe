import type { ReactNode } from 'react';
import { useI18n } from '../i18n/index.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';

interface ConfirmDialogProps {
  title: string;
  text: string;
  /** What it does, on the button that does it. */
  confirm: string;
  /** Else "cancel". */
  cancel?: string;
  /** `danger`: cannot be taken back. */
  look?: 'primary' | 'danger';
  isBusy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
  /** Of what is asked: the dialog is `…-dialog`, its buttons are `…-cancel` and `…-confirm`. */
  testId: string;
  /** Another than `…-cancel`. */
  cancelTestId?: string;
  children?: ReactNode;
}

/** Asks before something is done: done, or left. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    title,
    text,
    confirm,
    cancel,
    look = 'primary',
    isBusy,
    onConfirm,
    onClose,
    testId,
    cancelTestId = `${testId}-cancel`,
    children,
  } = props;
  const { t } = useI18n();
  return (
    <Dialog
      title={title}
      text={text}
      testId={`${testId}-dialog`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose} data-testid={cancelTestId}>
            {cancel ?? t('common.cancel')}
          </Button>
          <Button look={look} isBusy={isBusy} onClick={onConfirm} data-testid={`${testId}-confirm`}>
            {confirm}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
