import type { Grants, LoginResult } from '@lianmai/shared';
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

const guestTtlMs = 24 * 3600 * 1000;

export async function loginGuest(tokens: AccessTokens, clock: Clock, name: string): Promise<LoginResult> {
  const userId = `guest-${randomId()}`;
  const issued = await tokens.issue({
    userId,
    name,
    grants: guestGrants,
    ttlMs: guestTtlMs,
    nowMs: clock.nowMs(),
  });
  return {
    token: issued.token,
    user: { id: userId, name, avatarUrl: null },
    expiresAt: new Date(issued.expiresAtMs).toISOString(),
  };
}
