import type { ChatMention, ChatMessage, ChatNotice, ChatSettings, UserRef } from '@lianmai/shared';
import type { Room } from '../../rooms/Room.ts';
import type { Session } from '../../rooms/Session.ts';

export interface ReviewContext {
  room: Room;
  session: Session;
  /** The author's own name for the message. */
  clientId: string | null;
}

/** A message that nobody has seen yet. */
export interface HeldMessage {
  user: UserRef;
  content: string;
  clientId: string | null;
}

export type Review =
  /** `text` may be other than what was written: `***` in place of a word. */
  { verdict: 'pass'; text: string } | { verdict: 'refuse' };

/** Whether a text may be shown: word lists, an external reviewer. */
export interface ContentReview {
  /** @param text cleaned already */
  review(text: string, context: ReviewContext): Review | Promise<Review>;
}

export interface FollowBook {
  follows(userId: string, anchorId: string): boolean | Promise<boolean>;
}

/** Who has given how much in the running show. */
export interface GiverRanks {
  /** 1 to 3; `null`: not among the first three. */
  rankOf(room: Room, userId: string): number | null;
}

/** Which messages are gone: some, or all that a user has written until `untilMs`. */
export type Deletion = { messageIds: readonly string[] } | { userId: string; untilMs: number };

/** What outlives the process. Writing never waits and never fails for the caller: what cannot be written now is written later. */
export interface ChatArchive {
  keep(roomId: string, showId: string | null, message: ChatMessage): void;
  delete(roomId: string, deletion: Deletion, by: ChatMention, atMs: number): void;
  /** Newest first, without what was deleted. @param before a message id: only what is older */
  page(roomId: string, query: { before?: string | undefined; limit: number }): Promise<ChatMessage[]>;
  /** Message id -> its author's user id, for those that are there. */
  authorsOf(roomId: string, messageIds: readonly string[]): Promise<Map<string, string>>;
  keepFrame(roomId: string, frame: ChatFrame): void;
  /** As of the start of the process. */
  frameOf(roomId: string): ChatFrame | undefined;
}

/** What stands around the messages of a room. */
export interface ChatFrame {
  notice: ChatNotice | null;
  settings: ChatSettings;
}

export interface ChatPorts {
  review: ContentReview;
  follows: FollowBook;
  ranks: GiverRanks;
  archive: ChatArchive;
}

/** A server without moderation, followers and gifts. */
export const permissivePorts: Omit<ChatPorts, 'archive'> = {
  review: { review: (text) => ({ verdict: 'pass', text }) },
  follows: { follows: () => true },
  ranks: { rankOf: () => null },
};
