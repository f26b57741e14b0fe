import { z } from 'zod';
import type { Role } from './grants.ts';
import { OpaqueId, RoomId, UserId, visibleText } from './ids.ts';
import { limits } from './limits.ts';
import { UserRef } from './room.ts';

/** `mute`: may not write or come on stage; `kick`: out now, and not in again for a while; `ban`: not in at all. */
export const SanctionKind = z.enum(['mute', 'kick', 'ban']);
export type SanctionKind = z.infer<typeof SanctionKind>;

/** Whole seconds, to the end of the running show, or until somebody lifts it. */
export const SanctionDuration = z.union([
  z.number().int().min(10).max(limits.sanctionSeconds),
  z.literal('show'),
  z.literal('forever'),
]);
export type SanctionDuration = z.infer<typeof SanctionDuration>;

/** In one Room, or wherever this platform reaches. */
export const SanctionScope = z.enum(['room', 'platform']);
export type SanctionScope = z.infer<typeof SanctionScope>;

export const ModerationReason = visibleText(limits.reasonLength);

/** What the person concerned is told. */
export const SanctionDetails = z.object({
  scope: SanctionScope,
  /** ms since the epoch; `null`: until the show ends (`endsWithShow`) or somebody lifts it. */
  untilMs: z.number().int().nullable(),
  endsWithShow: z.boolean(),
  reason: z.string().nullable(),
});
export type SanctionDetails = z.infer<typeof SanctionDetails>;

/** A measure against one person. There is one of a kind for a person in a scope: a new one takes the place of the one before. */
export const Sanction = z.object({
  id: z.string(),
  kind: SanctionKind,
  /** `null`: on the whole platform. */
  roomId: z.string().nullable(),
  user: UserRef,
  by: UserRef,
  reason: z.string().nullable(),
  atMs: z.number().int(),
  untilMs: z.number().int().nullable(),
  endsWithShow: z.boolean(),
});
export type Sanction = z.infer<typeof Sanction>;

export const SanctionBody = z.strictObject({
  userId: UserId,
  kind: SanctionKind,
  /** Without it: a mute for 10 minutes, a kick for 10 minutes, a ban for ever. */
  duration: SanctionDuration.optional(),
  reason: ModerationReason.optional(),
  /** Take away what they have written here too. Only in a room. */
  deleteMessages: z.boolean().default(false),
});
export type SanctionBody = z.input<typeof SanctionBody>;

/** Somebody whom the anchor trusts with order in the Room. */
export const Moderator = z.object({ user: UserRef, by: UserRef, atMs: z.number().int() });
export type Moderator = z.infer<typeof Moderator>;

export const ReportCategory = z.enum([
  'spam',
  'abuse',
  'sexual',
  'violence',
  'illegal',
  'minors',
  'copyright',
  'other',
]);
export type ReportCategory = z.infer<typeof ReportCategory>;

export const ReportBody = z.strictObject({
  subject: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('message'), messageId: OpaqueId }),
    z.strictObject({ type: z.literal('user'), userId: UserId }),
    z.strictObject({ type: z.literal('room') }),
  ]),
  category: ReportCategory,
  note: visibleText(limits.reasonLength).optional(),
});
export type ReportBody = z.infer<typeof ReportBody>;

export const moderationRequestSchemas = {
  sanction: SanctionBody.extend({ scope: SanctionScope.default('room') }),
  liftSanction: z.strictObject({ userId: UserId, kind: SanctionKind, scope: SanctionScope.default('room') }),
  setModerator: z.strictObject({ userId: UserId, isModerator: z.boolean() }),
  report: ReportBody,
} as const;

/** What a Session is told about itself: on joining, and by `standingChanged`. */
export interface StandingView {
  role: Role;
  may: { publish: boolean; subscribe: boolean; chat: boolean; moderate: boolean };
  /** They may not write or come on stage. */
  muted: SanctionDetails | null;
}

export interface ModerationReplyMap {
  sanction: { sanction: Sanction };
  liftSanction: null;
  setModerator: null;
  report: null;
}

/** What the audit log tells of. */
export const AuditAct = z.enum([
  'muted',
  'kicked',
  'banned',
  'mute_lifted',
  'kick_lifted',
  'ban_lifted',
  'moderator_named',
  'moderator_dismissed',
  'messages_deleted',
  'words_changed',
  'report_resolved',
  'show_stopped',
]);
export type AuditAct = z.infer<typeof AuditAct>;

/** One line of the audit log: who did what to whom, when, why and from where. */
export const AuditEntry = z.object({
  /** Counts up; later entries have higher numbers. */
  number: z.number().int(),
  atMs: z.number().int(),
  act: AuditAct,
  roomId: z.string().nullable(),
  actor: UserRef.nullable(),
  target: UserRef.nullable(),
  reason: z.string().nullable(),
  detail: z.string().nullable(),
  origin: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const AuditQueryInput = z.strictObject({
  roomId: RoomId.optional(),
  /** Actor or target. */
  userId: UserId.optional(),
  act: AuditAct.optional(),
  /** Entries before the one of this number; take it from the `Link` header. */
  cursor: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** What somebody should look at, as it was then. `held`: a message that nobody has seen yet. */
export const ReportSubject = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), messageId: z.string(), user: UserRef, content: z.string() }),
  z.object({ type: z.literal('user'), user: UserRef }),
  z.object({ type: z.literal('room'), title: z.string() }),
  z.object({
    type: z.literal('held'),
    user: UserRef,
    content: z.string(),
    words: z.array(z.string()),
    /** Its author's own name for it. */
    clientId: z.string().nullable().default(null),
  }),
]);
export type ReportSubject = z.infer<typeof ReportSubject>;

/** `acted`: something was done; `dismissed`: there was nothing to it; `approved`: what was held is shown. */
export const ReportOutcome = z.enum(['acted', 'dismissed', 'approved']);
export type ReportOutcome = z.infer<typeof ReportOutcome>;

export const Report = z.object({
  id: z.string(),
  roomId: z.string(),
  subject: ReportSubject,
  category: z.union([ReportCategory, z.literal('held')]),
  note: z.string().nullable(),
  /** `null`: a word list or a reviewer. */
  reporter: UserRef.nullable(),
  atMs: z.number().int(),
  outcome: ReportOutcome.nullable(),
  resolvedBy: UserRef.nullable(),
  resolvedAtMs: z.number().int().nullable(),
});
export type Report = z.infer<typeof Report>;

export const ReportQueryInput = z.strictObject({
  status: z.enum(['open', 'resolved']).default('open'),
  /** A report's id: only older ones; take it from the `Link` header. */
  cursor: OpaqueId.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const ResolveReportBody = z.strictObject({ outcome: ReportOutcome });

/** What can be wrong with a line of a word list, in both languages. */
export const wordListMistakes = {
  noCharacter: { en: 'has no character to look for', zh: '没有可匹配的文字' },
  emptyPart: {
    en: 'has nothing but spaces or punctuation between its wildcards',
    zh: '通配符之间没有可匹配的文字',
  },
  tooShort: { en: 'is too short to be found anywhere', zh: '过短，无法匹配' },
  tooLong: { en: 'is too long', zh: '过长' },
  notUtf8: { en: 'is not UTF-8', zh: '不是 UTF-8 编码' },
  unknownInstruction: {
    en: 'unknown instruction: @block, @mask or @hold',
    zh: '未知指令，可用 @block、@mask、@hold',
  },
  tooMany: { en: 'the list has too many words', zh: '词条过多' },
  sameStart: {
    en: 'too many words begin like this one, up to a wildcard',
    zh: '通配符前文字相同的词条过多',
  },
  tooBig: { en: 'the file is too large', zh: '文件过大' },
} as const;

/** A word list as text, a word a line; see docs/operations.md for what a line may be. */
export const WordListProblem = z.object({ line: z.number().int(), message: z.string() });
export type WordListProblem = z.infer<typeof WordListProblem>;

export const WordListName = z
  .string()
  .min(1)
  .max(40)
  .regex(/^[\p{L}\p{N}_-]+$/u, 'letters, digits, _ and - only');

export const WordListInfo = z.object({
  name: z.string(),
  /** Words in it. */
  size: z.number().int(),
  /** Of a file that is not taken as it is now: what counts is what it said before. */
  problems: z.array(WordListProblem),
});
export type WordListInfo = z.infer<typeof WordListInfo>;

export const RoomWordsBody = z.strictObject({
  text: z
    .string()
    .max(20_000)
    .regex(/^[^\0]*$/),
});
export const WordsTestBody = z.strictObject({ text: z.string().min(1).max(1000) });

/** What the word lists would do with a text. */
export const WordsTestResult = z.object({
  action: z.enum(['block', 'hold', 'mask']).nullable(),
  words: z.array(z.string()),
  /** What would be shown. */
  masked: z.string().nullable(),
});
export type WordsTestResult = z.infer<typeof WordsTestResult>;
