import { z } from 'zod';
import { Role } from './grants.ts';
import { limits } from './limits.ts';
import { UserRef } from './room.ts';

/** Somebody who is in the room to watch. */
export const AudienceMember = z.object({
  user: UserRef,
  role: Role,
  contribution: z.number().int().meta({ description: 'Coins given in the running show.' }),
});
export type AudienceMember = z.infer<typeof AudienceMember>;

/** What everybody in the room is told of its audience, at most once a second; below 2 KB whatever people are called. */
export interface AudienceDigest {
  /** People who watch, however they do: each once. */
  viewerCount: number;
  /** The first of the list. */
  top: AudienceMember[];
  /** Who came last, the newest first. */
  newest: AudienceMember[];
}

export interface AudienceEventMap {
  audienceChanged: AudienceDigest;
  /** Those who have come in since the entry before, as far as they are told one by one; `omitted` counts the others. */
  viewersEntered: { viewers: AudienceMember[]; omitted: number };
}

/** Opaque: where the page before ended. */
const AudienceCursor = z.string().regex(/^[gma]\d{1,16}(\.\d{1,16})?$/u, 'is not a cursor of this list');

export const AudienceQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(limits.audiencePage).default(limits.audiencePage),
  cursor: AudienceCursor.optional(),
});

export const audienceRequestSchemas = {
  listAudience: z.strictObject({
    limit: z.number().int().min(1).max(limits.audiencePage).default(limits.audiencePage),
    cursor: AudienceCursor.optional(),
  }),
} as const;

/** Top givers of the running show first, then moderators and operators, then everybody else, the newest first. */
export const AudiencePage = z.object({
  viewerCount: z.number().int(),
  playerCount: z.number().int().meta({ description: 'Of these, players without anybody signed in.' }),
  members: z.array(AudienceMember),
  nextCursor: z.string().nullable(),
});
export type AudiencePage = z.infer<typeof AudiencePage>;

export interface AudienceReplyMap {
  listAudience: AudiencePage;
}
