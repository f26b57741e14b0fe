import type { IngestView } from '@lianmai/shared';
import { useI18n } from '../../../i18n/index.ts';
import { AlertIcon } from '../../../ui/icons/index.ts';
import { ingestState } from './ingestState.ts';

const sentences = {
  waiting: 'encoder.waiting',
  held: 'encoder.held',
  connected: 'encoder.connected',
  receiving: 'encoder.receiving',
  lost: 'encoder.lostShort',
} as const;

/** Whether the encoder's stream comes in, and what is wrong with it; changes are read aloud. */
export function IngestStatus({ ingest, isLive }: { ingest: IngestView | null; isLive: boolean }) {
  const { t } = useI18n();
  const state = ingestState(ingest, isLive);
  return (
    <div className="ingest-status" data-testid="ingest-status" data-state={state}>
      <p className="ingest-status__line" role="status">
        <span className="ingest-status__dot" aria-hidden="true" />
        {t(sentences[state])}
      </p>
      {ingest?.warnings.map((warning) => (
        <p
          key={warning}
          className="banner banner--warn ingest-status__warning"
          data-testid="ingest-warning"
          data-warning={warning}
        >
          <AlertIcon size={20} />
          {t(`encoder.warning.${warning}`)}
        </p>
      ))}
    </div>
  );
}
