import { useI18n } from '../../../i18n/index.ts';
import type { LiveClient } from '../../../sdk/index.ts';
import { Figures } from '../../../ui/Figures.tsx';
import { useStore } from '../../../ui/useStore.ts';
import { IngestStatus } from './IngestStatus.tsx';
import { ingestFigures } from './ingestFigures.ts';

/** Beside the picture during a show: how the encoder's stream comes in. */
export function IngestPanel({ client }: { client: LiveClient }) {
  const { t, formats } = useI18n();
  const { ingest } = useStore(client.backstage);
  return (
    <section className="live-panel__section" aria-label={t('encoder.figures')} data-testid="studio-ingest">
      <h2 className="live-panel__title">{t('encoder.figures')}</h2>
      <IngestStatus ingest={ingest} isLive />
      <Figures figures={ingestFigures(ingest, t, formats)} />
    </section>
  );
}
