import { join } from 'node:path';
import type { AccessTokens } from '../auth/AccessTokens.ts';
import type { Config } from '../config/Config.ts';
import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import { CautiousReviewer } from '../hooks/CautiousReviewer.ts';
import { HttpReviewer } from '../hooks/HttpReviewer.ts';
import { auditRoutes } from '../http/api/auditRoutes.ts';
import { reportRoutes } from '../http/api/reportRoutes.ts';
import { platformSanctionRoutes, roomSanctionRoutes } from '../http/api/sanctionRoutes.ts';
import { wordRoutes } from '../http/api/wordRoutes.ts';
import type { Route } from '../http/createHttpApp.ts';
import { ContentReviews } from '../interaction/moderation/ContentReviews.ts';
import { Moderation } from '../interaction/moderation/Moderation.ts';
import { ModerationStanding } from '../interaction/moderation/ModerationStanding.ts';
import { ModeratorBook } from '../interaction/moderation/ModeratorBook.ts';
import { People } from '../interaction/moderation/People.ts';
import type {
  ChatAccess,
  ExternalReviewer,
  ModerationStores,
  UserLookup,
  WordFiles,
} from '../interaction/moderation/ports.ts';
import { Reports } from '../interaction/moderation/Reports.ts';
import { SanctionBook } from '../interaction/moderation/SanctionBook.ts';
import { SeenPeople } from '../interaction/moderation/SeenPeople.ts';
import { Words } from '../interaction/moderation/Words.ts';
import { WordLists } from '../interaction/moderation/words/WordLists.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import { SqlAuditLog } from '../store/moderation/SqlAuditLog.ts';
import { SqlModeratorStore } from '../store/moderation/SqlModeratorStore.ts';
import { SqlReportStore } from '../store/moderation/SqlReportStore.ts';
import { SqlRoomWordStore } from '../store/moderation/SqlRoomWordStore.ts';
import { SqlSanctionStore } from '../store/moderation/SqlSanctionStore.ts';
import type { Store } from '../store/Store.ts';
import { sayUnavailable } from '../store/sayUnavailable.ts';
import { WordFolder } from '../store/words/WordFolder.ts';

export interface ModerationOptions {
  /** Neither may be there yet: they are asked for when they are needed. */
  rooms: () => RoomRegistry;
  chat: () => ChatAccess;
  stores: ModerationStores;
  users: UserLookup;
  lists: WordLists;
  files: WordFiles;
  reviewers: readonly ExternalReviewer[];
  addressHoldMs: number;
  clock: Clock;
}

export type ModerationParts = ReturnType<typeof createModeration>;

/** Constructs and connects everything that keeps order. */
export function createModeration(options: ModerationOptions) {
  const { rooms, chat, stores, users, lists, files, reviewers, addressHoldMs, clock } = options;
  const seen = new SeenPeople();
  const moderators = new ModeratorBook();
  const sanctions = new SanctionBook({ clock, showIdOf: (roomId) => rooms().find(roomId)?.showId ?? null });
  const standing = new ModerationStanding({
    sanctions,
    moderators,
    seen,
    anchorIdOf: (roomId) => rooms().find(roomId)?.anchor.id ?? null,
  });
  const people = new People({
    seen,
    lookup: users,
    isModerator: (roomId, userId) => moderators.has(roomId, userId),
  });
  const moderation = new Moderation({
    sanctions,
    moderators,
    people,
    stores,
    rooms: () => rooms().all,
    eraseMessages: (room, userId, by) => chat().eraseUser(room, userId, by),
    addressHoldMs,
    clock,
  });
  const reports = new Reports({
    store: stores.reports,
    audit: stores.audit,
    people,
    chat,
    roomOf: (roomId) => rooms().find(roomId),
    clock,
  });
  const words = new Words({ lists, files, roomWords: stores.roomWords, audit: stores.audit, people, clock });
  const reviews = new ContentReviews({ words: lists, reviewers, reports });
  return { stores, standing, moderation, reports, words, lists, reviews };
}

/** The same on a database, with the folder of word lists and the reviewer of the settings. */
export function wireModeration({
  store,
  config,
  log,
  reviewers,
  ...parts
}: Pick<ModerationOptions, 'rooms' | 'chat' | 'users' | 'clock' | 'reviewers'> & {
  store: Store;
  config: Config;
  log: Logger;
}) {
  const lists = new WordLists();
  const { clock } = parts;
  const folder = new WordFolder({ folder: join(config.dataDir, 'words'), lists, clock, log });
  const made = createModeration({
    ...parts,
    stores: {
      sanctions: sayUnavailable(new SqlSanctionStore(store)),
      moderators: sayUnavailable(new SqlModeratorStore(store)),
      audit: sayUnavailable(new SqlAuditLog(store)),
      reports: sayUnavailable(new SqlReportStore(store)),
      roomWords: sayUnavailable(new SqlRoomWordStore(store)),
    },
    lists,
    files: folder,
    reviewers: [...ownReviewers(config, clock, log), ...reviewers],
    addressHoldMs: config.guestBanAddressMs,
  });
  return {
    ...made,
    /** Takes up everything that was decided before the last restart. */
    async load(): Promise<void> {
      await Promise.all([made.moderation.load(), made.words.load(), folder.start()]);
    },
    /** Writes down what hosts delete, in every room. */
    attachTo(registry: RoomRegistry): void {
      const onError = (error: unknown) => log.error({ err: error }, 'audit entry lost');
      registry.onRoomOpened((room) => made.moderation.follow(room, onError));
    },
    close: () => folder.close(),
  };
}

function ownReviewers(
  { review, reviewPolicy }: Pick<Config, 'review' | 'reviewPolicy'>,
  clock: Clock,
  log: Logger,
): ExternalReviewer[] {
  if (!review) return [];
  return [
    new CautiousReviewer({ source: new HttpReviewer({ ...review, clock }), ...reviewPolicy, clock, log }),
  ];
}

/** What of it is reached by REST. */
export function moderationRoutes(
  deps: ModerationParts & { rooms: RoomRegistry; tokens: AccessTokens },
): Route[] {
  return [
    { path: '/api/rooms', router: roomSanctionRoutes(deps) },
    { path: '/api/moderation', router: platformSanctionRoutes(deps) },
    { path: '/api/moderation', router: auditRoutes({ tokens: deps.tokens, audit: deps.stores.audit }) },
    { path: '/api', router: reportRoutes(deps) },
    { path: '/api', router: wordRoutes(deps) },
  ];
}
