import type { Grants, LoginResult } from '@lianmai/shared';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import { randomId } from '../rooms/ids.ts';
import type { AccessTokens } from './AccessTokens.ts';

/** What a guest of a development server may do: everything an ordinary user may, in every room. */
export const guestGrants: Grants = {
  room: '*',
  role: 'viewer',
  createRoom: true,
  publish: true,
  subscribe: true,
  chat: true,
  moderate: false,
};

export const guestTtlMs = 24 * 3600 * 1000;
const renewableForMs = 30 * 24 * 3600 * 1000;
export const guestIdPrefix = 'guest-';

/** Ids of guests, and of accounts that were guests before. */
export function isGuestId(userId: string): boolean {
  return userId.startsWith(guestIdPrefix);
}

export interface GuestLogin {
  name: string;
  /** A guest's token that may have expired: its holder stays the same user, and so the anchor of the same rooms. */
  earlierToken: string | undefined;
  /** See `addressKeyOf`. */
  addressKey: string | null;
  /** Whether a guest has become an account: nobody is that user any more without its password. */
  isAccount: (userId: string) => Promise<boolean>;
}

/** Never fails for a bad earlier token: that guest is simply a new one. @throws AppError `banned` */
export async function loginGuest(
  tokens: AccessTokens,
  clock: Clock,
  login: GuestLogin,
): Promise<LoginResult> {
  const { name, addressKey } = login;
  const earlierId = await earlierGuest(tokens, login.earlierToken);
  const isSameGuest = earlierId !== null && !(await login.isAccount(earlierId));
  const userId = isSameGuest ? earlierId : `${guestIdPrefix}${randomId()}`;
  const issued = await tokens.issue({
    userId,
    name,
    grants: guestGrants,
    addressKey,
    ttlMs: guestTtlMs,
    nowMs: clock.nowMs(),
  });
  return {
    token: issued.token,
    user: { id: userId, name, avatarUrl: null },
    expiresAt: new Date(issued.expiresAtMs).toISOString(),
  };
}

async function earlierGuest(tokens: AccessTokens, token: string | undefined): Promise<string | null> {
  if (token === undefined) return null;
  try {
    const { userId } = await tokens.verify(token, { expiredForMs: renewableForMs });
    return isGuestId(userId) ? userId : null;
  } catch (error) {
    // Who is banned does not become somebody else by asking for it.
    if (error instanceof AppError && error.code !== 'banned') return null;
    throw error;
  }
}
