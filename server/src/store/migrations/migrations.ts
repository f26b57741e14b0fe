import type { Migration } from 'kysely/migration';
import { records } from './0001Records.ts';
import { accounts } from './0002Accounts.ts';
import { chat } from './0003Chat.ts';
import { moderation } from './0004Moderation.ts';
import { ledger } from './0005Ledger.ts';
import { follows } from './0006Follows.ts';
import { statistics } from './0007Statistics.ts';
import { hosts } from './0008Hosts.ts';
import { closedRooms } from './0009ClosedRooms.ts';
import { streamKeys } from './0010StreamKeys.ts';
import { roomAccess } from './0011RoomAccess.ts';
import { hostMessages } from './0012HostMessages.ts';

/**
 * Every change of the schema, one file a feature, applied in the order of their names. They are written with Kysely's schema
 * builder alone, so that both databases take them; column types: text, integer, bigint.
 */
export const migrations: Record<string, Migration> = {
  '0001_records': records,
  '0002_accounts': accounts,
  '0003_chat': chat,
  '0004_moderation': moderation,
  '0005_ledger': ledger,
  '0006_follows': follows,
  '0007_statistics': statistics,
  '0008_hosts': hosts,
  '0009_closed_rooms': closedRooms,
  '0010_stream_keys': streamKeys,
  '0011_room_access': roomAccess,
  '0012_host_messages': hostMessages,
};
