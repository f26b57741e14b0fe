import { z } from 'zod';
import { DisplayName, RoomId, UserId } from './ids.ts';

/** What somebody is in one Room. Operators are operators in all of them. */
export const Role = z.enum(['anchor', 'coHost', 'moderator', 'viewer', 'operator']);
export type Role = z.infer<typeof Role>;

/**
 * What an access token allows. Everything that is absent is denied. `room` is one room's id or `*` for all rooms;
 * `role` gives the holder that role in `room` (a room's own anchor needs no role in the token).
 */
export const Grants = z.object({
  room: z.union([RoomId, z.literal('*')]),
  role: Role.default('viewer'),
  /** May create rooms through REST. */
  createRoom: z.boolean().default(false),
  /** May publish where the seat or the role permits it. */
  publish: z.boolean().default(false),
  /** May receive media over WebRTC. */
  subscribe: z.boolean().default(false),
  /** May write chat. */
  chat: z.boolean().default(false),
  /** May mute, kick and ban in `room`. */
  moderate: z.boolean().default(false),
});
export type Grants = z.infer<typeof Grants>;

/** With `forbidden`, where one grant of the token would have allowed it. */
export const MissingGrant = z.object({
  missingGrant: z.enum(['createRoom', 'room']),
  /** What whoever signs the token would have to change. */
  hint: z.string(),
});
export type MissingGrant = z.infer<typeof MissingGrant>;

/** Claims of an access token beside the registered ones (`sub` user id, `exp`, `nbf`, `jti`, `aud` = `lianmai`). */
export const AccessClaims = z.object({
  sub: UserId,
  name: DisplayName,
  avatarUrl: z.string().max(500).optional(),
  grants: Grants,
  /** Of a guest: a keyed hash of the address they signed in from. */
  addressKey: z.string().max(64).optional(),
  /** Of an account: which sign-in the token belongs to. */
  sid: z.string().max(64).optional(),
});
export type AccessClaims = z.infer<typeof AccessClaims>;

/** The audience every access token is issued for. */
export const tokenAudience = 'lianmai';
