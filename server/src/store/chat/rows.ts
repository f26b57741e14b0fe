import type { ChatMessage, Role } from '@lianmai/shared';
import type { Insertable } from 'kysely';
import type { ChatMessageTable } from './tables.ts';

export interface ArchivedMessage {
  roomId: string;
  showId: string | null;
  message: ChatMessage;
}

export function messageRow({ roomId, showId, message }: ArchivedMessage): Insertable<ChatMessageTable> {
  const { user } = message;
  return {
    id: message.id,
    room_id: roomId,
    show_id: showId,
    user_id: user.id,
    user_name: user.name,
    user_avatar_url: user.avatarUrl,
    role: message.role,
    giver_rank: message.giverRank,
    content: message.content,
    mentions: JSON.stringify(message.mentions),
    client_id: message.clientId,
    posted_at: message.postedAtMs,
    deleted_at: null,
    deleted_by: null,
  };
}

export function messageOf(row: ChatMessageTable): ChatMessage {
  return {
    id: row.id,
    clientId: row.client_id,
    user: { id: row.user_id, name: row.user_name, avatarUrl: row.user_avatar_url },
    role: row.role as Role,
    giverRank: row.giver_rank,
    content: row.content,
    mentions: JSON.parse(row.mentions),
    postedAtMs: row.posted_at,
  };
}
