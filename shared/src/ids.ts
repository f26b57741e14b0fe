import { z } from 'zod';
import { limits } from './limits.ts';

/** A room's public id, as it stands in every URL. Letters, digits, `_` and `-`, so that it never needs escaping. */
export const RoomId = z
  .string()
  .min(1)
  .max(limits.roomIdLength)
  .regex(/^[A-Za-z0-9_-]+$/, 'letters, digits, _ and - only');
export type RoomId = z.infer<typeof RoomId>;

/** Whoever an access token speaks of: other applications bring ids of their own. */
export const UserId = z.string().min(1).max(limits.userIdLength);

/** An id that the server made: sessions, transports, producers, consumers. */
export const OpaqueId = z.string().min(1).max(64);
export type OpaqueId = z.infer<typeof OpaqueId>;

// Control, format, bidi-override and zero-width characters let one name imitate another or break a log line.
const invisible = /[\p{Cc}\p{Cf}]/gu;

/** Text that people see: trimmed, without control, bidi-override and zero-width characters, not empty. */
export const visibleText = (maxLength: number) =>
  z
    .string()
    .max(maxLength * 2)
    .transform((text) => text.replace(invisible, '').trim())
    .pipe(z.string().min(1).max(maxLength));

export const DisplayName = visibleText(limits.nameLength);
export const RoomTitle = visibleText(limits.titleLength);
