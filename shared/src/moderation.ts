import { z } from 'zod';
import type { Role } from './grants.ts';
import { RoomId, UserId, visibleText } from './ids.ts';
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
});
export type SanctionBody = z.input<typeof SanctionBody>;

/** Somebody whom the anchor trusts with order in the Room. */
export const Moderator = z.object({ user: UserRef, by: UserRef, atMs: z.number().int() });
export type Moderator = z.infer<typeof Moderator>;

export const moderationRequestSchemas = {
  sanction: SanctionBody.extend({ scope: SanctionScope.default('room') }),
  liftSanction: z.strictObject({ userId: UserId, kind: SanctionKind, scope: SanctionScope.default('room') }),
  setModerator: z.strictObject({ userId: UserId, isModerator: z.boolean() }),
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
  /** Entries before the one of this number. */
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
