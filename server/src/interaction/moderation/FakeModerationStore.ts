import type { AuditEntry, Report } from '@lianmai/shared';
import type {
  AuditLog,
  AuditQuery,
  ModerationStores,
  ModeratorStore,
  NamedModerator,
  NewAuditEntry,
  ReportStore,
  RoomWordStore,
  SanctionRecord,
  SanctionStore,
} from './ports.ts';

/** Keeps everything in this process's memory, as long as it lives. */
export class FakeModerationStore implements ModerationStores {
  readonly records: SanctionRecord[] = [];
  readonly lifted = new Set<string>();
  readonly named: NamedModerator[] = [];
  readonly entries: AuditEntry[] = [];

  readonly sanctions: SanctionStore = {
    loadOpen: async (nowMs) =>
      this.records.filter(({ id, untilMs }) => !this.lifted.has(id) && (untilMs === null || untilMs > nowMs)),
    put: async (record) => {
      this.records.push(record);
    },
    lift: async (sanctionId) => {
      this.lifted.add(sanctionId);
    },
  };

  readonly moderators: ModeratorStore = {
    loadAll: async () => [...this.named],
    put: async (moderator) => {
      this.named.push(moderator);
    },
    remove: async (roomId, userId) => {
      const index = this.named.findIndex((one) => one.roomId === roomId && one.user.id === userId);
      if (index >= 0) this.named.splice(index, 1);
    },
  };

  readonly audit: AuditLog = {
    append: async (entry: NewAuditEntry) => {
      this.entries.push({ number: this.entries.length + 1, ...entry });
    },
    list: async ({ roomId, userId, act, before = Number.POSITIVE_INFINITY, limit }: AuditQuery) =>
      this.entries
        .filter((entry) => entry.number < before && (!act || entry.act === act))
        .filter((entry) => !roomId || entry.roomId === roomId)
        .filter((entry) => !userId || entry.actor?.id === userId || entry.target?.id === userId)
        .reverse()
        .slice(0, limit),
  };

  readonly filed: { report: Report; subjectKey: string }[] = [];
  readonly roomTexts = new Map<string, string>();

  readonly reports: ReportStore = {
    add: async (report, subjectKey) => {
      this.filed.push({ report, subjectKey });
    },
    hasOpen: async (subjectKey, reporterId) =>
      this.filed.some(
        (one) =>
          one.subjectKey === subjectKey &&
          (one.report.reporter?.id ?? null) === reporterId &&
          !one.report.outcome,
      ),
    get: async (reportId) => this.filed.find(({ report }) => report.id === reportId)?.report ?? null,
    list: async ({ roomId, status, limit }) =>
      this.filed
        .map(({ report }) => report)
        .filter((report) => (report.outcome === null) === (status === 'open'))
        .filter((report) => !roomId || report.roomId === roomId)
        .reverse()
        .slice(0, limit),
    resolve: async (reportId, resolution) => {
      const filed = this.filed.find(({ report }) => report.id === reportId);
      if (!filed || filed.report.outcome) return false;
      filed.report = { ...filed.report, ...resolution };
      return true;
    },
  };

  readonly roomWords: RoomWordStore = {
    loadAll: async () => [...this.roomTexts].map(([roomId, text]) => ({ roomId, text })),
    put: async ({ roomId, text }) => {
      this.roomTexts.set(roomId, text);
    },
  };
}
