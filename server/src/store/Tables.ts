import type { Kysely, Transaction } from 'kysely';
import type { AccountTables } from './accounts/tables.ts';
import type { ChatTables } from './chat/tables.ts';
import type { FollowsTables } from './follows/tables.ts';
import type { HostTables } from './hosts/tables.ts';
import type { LedgerTables } from './ledger/tables.ts';
import type { ModerationTables } from './moderation/tables.ts';
import type { RecordsTables } from './records/tables.ts';
import type { StatisticsTables } from './statistics/tables.ts';
import type { StreamKeyTables } from './streamKeys/tables.ts';

/** Every table, by feature: add yours to the list. Columns: snake_case, times in ms since the epoch, booleans 0 or 1. */
export interface Tables
  extends RecordsTables,
    ChatTables,
    ModerationTables,
    LedgerTables,
    StatisticsTables,
    FollowsTables,
    HostTables,
    StreamKeyTables,
    AccountTables {}

export type Database = Kysely<Tables>;
/** What a query needs that may stand alone or in a transaction. */
export type DatabaseTransaction = Transaction<Tables>;
