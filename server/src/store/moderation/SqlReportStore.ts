import { Report } from '@lianmai/shared';
import type { ReportQuery, ReportStore } from '../../interaction/moderation/ports.ts';
import type { Store } from '../Store.ts';
import type { Tables } from '../Tables.ts';

type Resolution = Parameters<ReportStore['resolve']>[1];

const numbersPerMs = 1000;

/** Reports in SQL. */
export class SqlReportStore implements ReportStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async add(report: Report, subjectKey: string): Promise<void> {
    await this.#store.db
      .insertInto('reports')
      .values({
        id: report.id,
        number: report.atMs * numbersPerMs + Math.floor(Math.random() * numbersPerMs),
        room_id: report.roomId,
        subject: JSON.stringify(report.subject),
        subject_key: subjectKey,
        category: report.category,
        note: report.note,
        reporter_id: report.reporter?.id ?? null,
        reporter: report.reporter && JSON.stringify(report.reporter),
        reported_at: report.atMs,
        outcome: null,
        resolved_at: null,
        resolved_by: null,
      })
      .execute();
  }

  async hasOpen(subjectKey: string, reporterId: string | null): Promise<boolean> {
    const row = await this.#store.db
      .selectFrom('reports')
      .select('id')
      .where('subject_key', '=', subjectKey)
      .where('reporter_id', reporterId === null ? 'is' : '=', reporterId)
      .where('outcome', 'is', null)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  async get(reportId: string): Promise<Report | null> {
    const row = await this.#store.db
      .selectFrom('reports')
      .selectAll()
      .where('id', '=', reportId)
      .executeTakeFirst();
    return row ? reportOf(row) : null;
  }

  async list({ roomId, status, before, limit }: ReportQuery): Promise<Report[]> {
    const { db } = this.#store;
    let query = db
      .selectFrom('reports')
      .selectAll()
      .where('outcome', status === 'open' ? 'is' : 'is not', null)
      .orderBy('number', 'desc')
      .limit(limit);
    if (roomId !== undefined) query = query.where('room_id', '=', roomId);
    if (before !== undefined) {
      const last = db.selectFrom('reports').select('number').where('id', '=', before);
      query = query.where('number', '<', last);
    }
    return (await query.execute()).map(reportOf);
  }

  async resolve(reportId: string, { outcome, resolvedBy, resolvedAtMs }: Resolution): Promise<boolean> {
    const { numUpdatedRows } = await this.#store.db
      .updateTable('reports')
      .set({ outcome, resolved_at: resolvedAtMs, resolved_by: JSON.stringify(resolvedBy) })
      .where('id', '=', reportId)
      .where('outcome', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }
}

function reportOf(row: Tables['reports']): Report {
  return Report.parse({
    id: row.id,
    roomId: row.room_id,
    subject: JSON.parse(row.subject),
    category: row.category,
    note: row.note,
    reporter: row.reporter === null ? null : JSON.parse(row.reporter),
    atMs: row.reported_at,
    outcome: row.outcome,
    resolvedBy: row.resolved_by === null ? null : JSON.parse(row.resolved_by),
    resolvedAtMs: row.resolved_at,
  });
}
