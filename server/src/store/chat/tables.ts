/** Messages as they were shown; their authors by the name they had then. */
export interface ChatMessageTable {
  id: string;
  room_id: string;
  show_id: string | null;
  user_id: string;
  user_name: string;
  user_avatar_url: string | null;
  role: string;
  giver_rank: number | null;
  content: string;
  /** JSON of `ChatMention[]`. */
  mentions: string;
  client_id: string | null;
  posted_at: number;
  /** Kept for those who keep order; never shown again. */
  deleted_at: number | null;
  deleted_by: string | null;
}

/** What stands around the messages of a room. */
export interface ChatFrameTable {
  room_id: string;
  /** JSON of `ChatNotice | null`. */
  notice: string;
  /** JSON of `ChatSettings`. */
  settings: string;
}

export interface ChatTables {
  chat_messages: ChatMessageTable;
  chat_frames: ChatFrameTable;
}
