import { limits, type ReportBody, ReportCategory } from '@lianmai/shared';
import { useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import type { LiveClient } from '../../sdk/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { useAct } from './useAct.ts';

interface ReportDialogProps {
  subject: ReportBody['subject'];
  /** Of the person; null: it is the room. */
  name: string | null;
  client: LiveClient;
  onClose: () => void;
  onDone: () => void;
}

/** A viewer says what is wrong; those who keep order see it in their queue. */
export function ReportDialog({ subject, name, client, onClose, onDone }: ReportDialogProps) {
  const { t } = useI18n();
  const toast = useToast();
  const { isBusy, act } = useAct();
  const [category, setCategory] = useState<ReportCategory | null>(null);
  const [note, setNote] = useState('');
  const send = () =>
    act(async () => {
      if (category === null) return;
      await client.moderation.report({ subject, category, note: note.trim() || undefined });
      toast(t('report.sent'));
      onDone();
    });
  return (
    <Dialog
      title={name === null ? t('report.titleRoom') : t('report.title', { name })}
      testId="report-dialog"
      onClose={onClose}
      actions={
        <>
          <Button disabled={isBusy} onClick={onClose} data-testid="report-cancel">
            {t('common.cancel')}
          </Button>
          <Button
            look="primary"
            isBusy={isBusy}
            disabled={category === null}
            onClick={() => void send()}
            data-testid="report-send"
          >
            {t('report.send')}
          </Button>
        </>
      }
    >
      <fieldset className="field report-categories">
        <legend className="field__label">{t('report.category')}</legend>
        {ReportCategory.options.map((one) => (
          <label key={one} className="report-category" data-testid={`report-category-${one}`}>
            <input
              type="radio"
              name="report-category"
              checked={one === category}
              onChange={() => setCategory(one)}
            />
            {t(`report.${one}`)}
          </label>
        ))}
      </fieldset>
      <TextField
        label={t('report.note')}
        value={note}
        maxLength={limits.reasonLength}
        data-testid="report-note"
        onChange={(event) => setNote(event.target.value)}
      />
    </Dialog>
  );
}
