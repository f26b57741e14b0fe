import { z } from 'zod';
import { DisplayName } from './ids.ts';
import { limits } from './limits.ts';
import { LoginResult } from './rest.ts';
import { RoomView, UserRef } from './room.ts';

/** What one signs in with; two that differ only in case are the same. */
export const AccountName = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_.-]{3,32}$/, 'must be 3 to 32 letters, digits, dots, hyphens or underscores');

export const Password = z.string().min(limits.passwordLeast).max(limits.passwordLength);

export const RegisterBody = z.strictObject({
  account: AccountName,
  password: Password,
  name: DisplayName,
});
export type RegisterBody = z.input<typeof RegisterBody>;

/** Looser than `RegisterBody`: what cannot be an account is simply wrong, and is not told apart from a wrong password. */
export const LoginBody = z.strictObject({
  // A database that is asked for a NUL fails instead of finding nothing.
  account: z
    .string()
    .max(limits.passwordLength)
    .regex(/^\P{Cc}*$/u),
  password: z.string().max(limits.passwordLength),
});
export type LoginBody = z.input<typeof LoginBody>;

/** For `refresh` and `logout`. */
export const RefreshBody = z.strictObject({ refreshToken: z.string().min(1).max(256) });
export type RefreshBody = z.input<typeof RefreshBody>;

/** Answer of `register`, `login` and `refresh`. The refresh token is good once: every answer brings the next. */
export const AccountLogin = LoginResult.extend({ refreshToken: z.string() });
export type AccountLogin = z.infer<typeof AccountLogin>;

/** `host`: came by a mini program's host; `external`: by a token of another backend, which says who they are. */
export const UserKind = z.enum(['guest', 'account', 'host', 'external']);
export type UserKind = z.infer<typeof UserKind>;

/** `GET /api/me`. */
export const Me = z.object({
  user: UserRef,
  /** `null` for everybody else than `account`. */
  account: z.string().nullable(),
  kind: UserKind,
  isOperator: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type Me = z.infer<typeof Me>;

export const UpdateMeBody = z
  .strictObject({ name: DisplayName.optional(), avatarUrl: z.null().optional() })
  .refine((body) => Object.keys(body).length > 0, 'nothing to change');
export type UpdateMeBody = z.input<typeof UpdateMeBody>;

/** Answer of `PATCH /api/me` and `PUT /api/me/avatar`: with the token that says the new name. */
export const MeUpdated = Me.extend({ token: z.string(), expiresAt: z.iso.datetime() });
export type MeUpdated = z.infer<typeof MeUpdated>;

export const ChangePasswordBody = z.strictObject({
  current: z.string().max(limits.passwordLength),
  next: Password,
});
export type ChangePasswordBody = z.input<typeof ChangePasswordBody>;

/** `GET /api/users/:userId`: what everybody may know of somebody. */
export const UserProfile = z.object({
  user: UserRef,
  followerCount: z.number().int(),
  /** Whether the caller follows them; `null` without a token. */
  isFollowed: z.boolean().nullable(),
  rooms: z.array(RoomView),
});
export type UserProfile = z.infer<typeof UserProfile>;
