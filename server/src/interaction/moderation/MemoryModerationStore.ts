import type { AuditEntry } from '@lianmai/shared';
import type {
  AuditLog,
  AuditQuery,
  ModeratorStore,
  NamedModerator,
  NewAuditEntry,
  SanctionRecord,
  SanctionStore,
} from './ports.ts';

/** Keeps everything in this process's memory, as long as it lives. */
export class MemoryModerationStore {
  readonly sanctions: SanctionRecord[] = [];
  readonly lifted = new Set<string>();
  readonly moderators: NamedModerator[] = [];
  readonly entries: AuditEntry[] = [];

  readonly sanctionStore: SanctionStore = {
    loadOpen: async (nowMs) =>
      this.sanctions.filter(
        ({ id, untilMs }) => !this.lifted.has(id) && (untilMs === null || untilMs > nowMs),
      ),
    put: async (record) => {
      this.sanctions.push(record);
    },
    lift: async (sanctionId) => {
      this.lifted.add(sanctionId);
    },
  };

  readonly moderatorStore: ModeratorStore = {
    loadAll: async () => [...this.moderators],
    put: async (moderator) => {
      this.moderators.push(moderator);
    },
    remove: async (roomId, userId) => {
      const index = this.moderators.findIndex((one) => one.roomId === roomId && one.user.id === userId);
      if (index >= 0) this.moderators.splice(index, 1);
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
}
