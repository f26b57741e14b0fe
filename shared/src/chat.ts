import { z } from 'zod';
import { defaultChatSettings } from './defaults.ts';
import { Role } from './grants.ts';
import { OpaqueId, UserId } from './ids.ts';
import { limits } from './limits.ts';
import { UserRef } from './room.ts';
import { cleanText, graphemeCount } from './text.ts';

/** How long a message is, as its writer counts. */
export function chatLength(content: string): number {
  // An emoji may be built of a dozen parts: very many of them would be more than a message holds all the same.
  return Math.max(graphemeCount(content), Math.ceil(content.length / 2));
}

/** Text of a message or a notice: cleaned, then measured. */
const chatText = (maxLength: number) =>
  z
    .string()
    .max(limits.chatRawLength)
    .transform(cleanText)
    .refine((text) => text.length > 0, 'is empty')
    .refine((text) => chatLength(text) <= maxLength, `must be at most ${maxLength} characters`);

export const ChatMention = z.object({ id: z.string(), name: z.string() });
export type ChatMention = z.infer<typeof ChatMention>;

/** A message as everybody in the room sees it. */
export const ChatMessage = z.object({
  id: z.string().meta({ description: 'Made by the server; ids of one room sort by time.' }),
  clientId: z.string().nullable().meta({
    description: 'What its author called it when sending it: by this a client knows its own again.',
  }),
  user: UserRef,
  role: Role.meta({ description: 'What the author was in the room at that time.' }),
  giverRank: z
    .number()
    .int()
    .nullable()
    .meta({ description: '1 to 3: the author is one of the top givers of the show.' }),
  content: z.string(),
  mentions: z.array(ChatMention).meta({ description: 'Whom `content` names, as `@name`.' }),
  postedAtMs: z.number().int().meta({ description: "Ms since the epoch on the server's clock." }),
});
export type ChatMessage = z.infer<typeof ChatMessage>;

/** What a host has fixed to the top of the chat. */
export interface ChatNotice {
  content: string;
  by: UserRef;
  pinnedAtMs: number;
}

/** Who may write, and how often. Hosts always may. */
export interface ChatSettings {
  isOpen: boolean;
  /** Only who follows the anchor. */
  followersOnly: boolean;
  /** So long a user waits between two messages; 0: as they like. */
  slowModeMs: number;
}

/** The chat as somebody finds it who comes now. */
export interface ChatSnapshot {
  /** The newest, oldest first. */
  messages: ChatMessage[];
  notice: ChatNotice | null;
  settings: ChatSettings;
}

export const emptyChat: ChatSnapshot = { messages: [], notice: null, settings: defaultChatSettings };

/** Requests about the chat -> schema of their fields. */
export const chatRequestSchemas = {
  chat: z.strictObject({
    content: chatText(limits.chatLength),
    /** User ids of people in the room whose `@name` stands in `content`. */
    mentions: z.array(UserId).max(limits.chatMentions).optional(),
    /** The client's own name for the message: sent again, over whatever Session, it is the same message. */
    clientId: OpaqueId.optional(),
  }),
  /** One's own; a host's: anybody's, or all of one user. */
  deleteMessages: z.union([
    z.strictObject({ messageIds: z.array(OpaqueId).min(1).max(limits.chatDeletions) }),
    z.strictObject({ userId: UserId }),
  ]),
  /** `null` takes the notice down. For hosts. */
  pinNotice: z.strictObject({ content: chatText(limits.chatNoticeLength).nullable() }),
  /** For hosts. */
  changeChat: z.strictObject({
    isOpen: z.boolean().optional(),
    followersOnly: z.boolean().optional(),
    slowModeMs: z.number().int().min(0).max(limits.slowModeMs).optional(),
  }),
  /** People in the room whose name contains `name`, to mention them. */
  findPeople: z.strictObject({ name: z.string().max(limits.nameLength) }),
} as const;

export interface ChatReplyMap {
  chat: { messageId: string };
  deleteMessages: null;
  pinNotice: null;
  changeChat: null;
  findPeople: { people: UserRef[] };
}

export interface ChatEventMap {
  chatPosted: { message: ChatMessage };
  /** By their ids; `userId`: all that this user has written until now. `by`: who did it. */
  chatDeleted: { messageIds: string[]; userId: string | null; by: ChatMention };
  noticePinned: { notice: ChatNotice | null };
  /** One entry for each setting that changed; `settings` are all of them as of then. */
  chatSettingsChanged: { settings: ChatSettings; changed: keyof ChatSettings; by: ChatMention };
}

/** `GET /api/rooms/:roomId/messages` */
export const MessagesQuery = z.object({
  before: OpaqueId.optional().meta({ description: 'A message id: only what is older.' }),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
