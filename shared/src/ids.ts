import { z } from 'zod';
import { limits } from './limits.ts';
import { cleanText } from './text.ts';

/** A room's public id, as it stands in every URL. Letters, digits, `_` and `-`, so that it never needs escaping. */
export const RoomId = z
  .string()
  .min(1)
  .max(limits.roomIdLength)
  .regex(/^[A-Za-z0-9_-]+$/, 'letters, digits, _ and - only');
export type RoomId = z.infer<typeof RoomId>;

// PostgreSQL takes no NUL, and no log wants the others.
const plainId = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .regex(/^\P{Cc}+$/u, 'must not have control characters');

/** Whoever an access token speaks of: other applications bring ids of their own. */
export const UserId = plainId(limits.userIdLength);

/** An id that the server made: sessions, transports, producers, consumers. */
export const OpaqueId = plainId(64);
export type OpaqueId = z.infer<typeof OpaqueId>;

/** A line of text that people see: cleaned of what makes it lie about itself, not empty. */
export const visibleText = (maxLength: number) =>
  z
    .string()
    .max(maxLength * 2)
    .transform(cleanText)
    .pipe(z.string().min(1).max(maxLength));

export const DisplayName = visibleText(limits.nameLength);
export const RoomTitle = visibleText(limits.titleLength);
