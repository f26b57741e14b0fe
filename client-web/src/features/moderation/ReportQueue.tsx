import type { Report, ReportOutcome } from '@lianmai/shared';
import { useEffect, useState } from 'react';
import { type Translate, useI18n } from '../../i18n/index.ts';
import type { LiveClient } from '../../sdk/index.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { useNow } from '../../ui/useNow.ts';
import { ListState } from './ListState.tsx';
import { useAct } from './useAct.ts';
import { useLoaded } from './useLoaded.ts';
import { useModerationRest } from './useModerationRest.ts';

interface ReportQueueProps {
  /** `null`: of all rooms. */
  roomId: string | null;
  /** Tells when the queue has changed. */
  client: LiveClient | null;
  /** Opens what can be done about the person. */
  onPerson: ((report: Report) => void) | null;
}

/** What waits to be looked at, newest first. */
export function ReportQueue({ roomId, client, onPerson }: ReportQueueProps) {
  const { t } = useI18n();
  const rest = useModerationRest();
  const [pages, setPages] = useState(1);
  const [loaded, reload] = useLoaded(async (signal) => {
    const reports: Report[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < pages; page += 1) {
      const { items, nextCursor } = await rest.reports(roomId, { cursor, signal });
      reports.push(...items);
      if (nextCursor === null) return { reports, hasMore: false };
      cursor = nextCursor;
    }
    return { reports, hasMore: true };
  });
  const { isBusy, act } = useAct();
  useEffect(() => client?.on('reportsChanged', reload), [client, reload]);
  useEffect(() => {
    if (pages > 1) reload();
  }, [pages, reload]);
  const resolve = (report: Report, outcome: ReportOutcome) =>
    void act(() => rest.resolve(report.id, outcome).finally(reload));
  return (
    <ListState
      loaded={loaded}
      onRetry={reload}
      empty={t('moderation.noReports')}
      isEmpty={({ reports }) => reports.length === 0}
    >
      {({ reports, hasMore }) => (
        <>
          <ul className="order__list">
            {reports.map((report) => (
              <li key={report.id} className="report" data-testid="report-row" data-category={report.category}>
                <ReportLines report={report} onPerson={onPerson} />
                <div className="report__answers">
                  {report.category === 'held' ? (
                    <>
                      <Button
                        disabled={isBusy}
                        data-testid="report-discard"
                        onClick={() => resolve(report, 'acted')}
                      >
                        {t('report.discard')}
                      </Button>
                      <Button
                        look="primary"
                        disabled={isBusy}
                        data-testid="report-approve"
                        onClick={() => resolve(report, 'approved')}
                      >
                        {t('report.approve')}
                      </Button>
                    </>
                  ) : (
                    <>
                      <Button
                        disabled={isBusy}
                        data-testid="report-dismiss"
                        onClick={() => resolve(report, 'dismissed')}
                      >
                        {t('report.dismiss')}
                      </Button>
                      <Button
                        look="primary"
                        disabled={isBusy}
                        data-testid="report-acted"
                        onClick={() => resolve(report, 'acted')}
                      >
                        {t('report.acted')}
                      </Button>
                    </>
                  )}
                </div>
              </li>
            ))}
          </ul>
          {hasMore && (
            <Button look="quiet" data-testid="report-more" onClick={() => setPages(pages + 1)}>
              {t('report.more')}
            </Button>
          )}
        </>
      )}
    </ListState>
  );
}

function ReportLines({ report, onPerson }: Pick<ReportQueueProps, 'onPerson'> & { report: Report }) {
  const { t, formats } = useI18n();
  const nowMs = useNow();
  const { subject, category, note, reporter, atMs } = report;
  const user = 'user' in subject ? subject.user : null;
  return (
    <div className="order-row">
      {user && <Avatar user={user} size={40} />}
      <div className="order-row__lines">
        {user && onPerson ? (
          <button
            type="button"
            className="order-row__person"
            data-testid="report-person"
            onClick={() => onPerson(report)}
          >
            <bdi className="truncate">{user.name}</bdi>
          </button>
        ) : (
          <bdi className="order-row__name truncate">{nameOf(report, t)}</bdi>
        )}
        <span className="order-row__facts">
          <span className="tag" data-kind={category === 'held' ? 'mute' : 'ban'}>
            {t(`report.${category}`)}
          </span>
          {formats.ago(new Date(atMs).toISOString(), nowMs)}
        </span>
        {'content' in subject && <bdi className="report__quote">{subject.content}</bdi>}
        {note && <bdi className="order-row__note">“{note}”</bdi>}
        {reporter && (
          <span className="order-row__note truncate">{t('report.from', { name: reporter.name })}</span>
        )}
      </div>
    </div>
  );
}

function nameOf({ subject }: Report, t: Translate): string {
  return subject.type === 'room' ? t('report.room', { title: subject.title }) : subject.user.name;
}
