import { useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { Button } from '../../ui/Button.tsx';
import { DownloadIcon } from '../../ui/icons/index.ts';

interface CsvButtonProps {
  load: () => Promise<Blob>;
  fileName: string;
}

/** Fetches a table with one's own token, and hands it to the browser as a download. */
export function CsvButton({ load, fileName }: CsvButtonProps) {
  const { t } = useI18n();
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const download = async () => {
    setState('busy');
    try {
      save(await load(), fileName);
      setState('idle');
    } catch {
      setState('failed');
    }
  };
  return (
    <div className="csv-button">
      <Button
        look="quiet"
        icon={<DownloadIcon size={20} />}
        isBusy={state === 'busy'}
        onClick={() => void download()}
        data-testid="show-csv"
      >
        {t('shows.downloadCsv')}
      </Button>
      {state === 'failed' && (
        <p className="field__error" role="alert">
          {t('shows.downloadFailed')}
        </p>
      )}
    </div>
  );
}

function save(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser has taken it once the click has been dealt with.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
