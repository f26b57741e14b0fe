import type { AuditEntry } from '@lianmai/shared';
import { useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { Button } from '../../ui/Button.tsx';
import { ListState } from '../moderation/ListState.tsx';
import { momentText } from '../moderation/sanctionTexts.ts';
import { useLoaded } from '../moderation/useLoaded.ts';
import { useModerationRest } from '../moderation/useModerationRest.ts';
import { CsvButton } from '../statistics/CsvButton.tsx';

/** Who did what to whom, in all rooms, newest first: a page at a time, and the newest as a table. */
export function AuditList() {
  const { t } = useI18n();
  const rest = useModerationRest();
  /** Of the pages below the first. */
  const [older, setOlder] = useState<{ entries: AuditEntry[]; nextCursor: string | null } | null>(null);
  const [loaded, reload] = useLoaded((signal) => rest.audit({ signal }));
  const [isBusy, setBusy] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const loadOlder = async (cursor: string) => {
    setBusy(true);
    try {
      const { items, nextCursor } = await rest.audit({ cursor });
      setOlder({ entries: [...(older?.entries ?? []), ...items], nextCursor });
      setFailed(false);
    } catch {
      setFailed(true);
    } finally {
      setBusy(false);
    }
  };
  return (
    <ListState
      loaded={loaded}
      onRetry={reload}
      empty={t('audit.empty')}
      isEmpty={({ items }) => items.length === 0}
    >
      {({ items, nextCursor }) => {
        const next = older ? older.nextCursor : nextCursor;
        return (
          <>
            <CsvButton load={() => rest.auditCsv()} fileName="audit.csv" />
            <ul className="order__list">
              {[...items, ...(older?.entries ?? [])].map((entry) => (
                <AuditLine key={entry.number} entry={entry} />
              ))}
            </ul>
            {hasFailed && (
              <p className="field__error" role="alert">
                {t('moderation.failed')}
              </p>
            )}
            {next && (
              <Button
                look="quiet"
                isBusy={isBusy}
                data-testid="audit-more"
                onClick={() => void loadOlder(next)}
              >
                {t('report.more')}
              </Button>
            )}
          </>
        );
      }}
    </ListState>
  );
}

function AuditLine({ entry }: { entry: AuditEntry }) {
  const { t, language } = useI18n();
  const { act, actor, target, roomId, reason, atMs } = entry;
  return (
    <li className="order-row" data-testid="audit-row" data-act={act}>
      <div className="order-row__lines">
        <span className="order-row__facts">
          <bdi className="order-row__name truncate">{actor?.name}</bdi>
          <span className="tag">{t(`audit.${act}`)}</span>
          {target && <bdi className="order-row__name truncate">{target.name}</bdi>}
        </span>
        <span className="order-row__note truncate">
          {[momentText(atMs, Date.now(), language), roomId, reason].filter(Boolean).join(' · ')}
        </span>
      </div>
    </li>
  );
}
