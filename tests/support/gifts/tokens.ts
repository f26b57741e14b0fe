import type { Grants } from '@lianmai/shared';
import { AccessTokens } from '../../../server/src/auth/AccessTokens.ts';

/** Settings of a server that takes tokens of these tests, as it takes those of another application's backend. */
export const sharedSecret = { API_KEY: 'tests', API_SECRET: 'a secret that only these tests know 1' };

const ordinary: Grants = {
  room: '*',
  role: 'viewer',
  createRoom: true,
  publish: true,
  subscribe: true,
  chat: true,
  moderate: false,
};

/** A token that lasts as long as any test, signed with `sharedSecret`. */
export async function tokenFor(userId: string, grants: Partial<Grants> = {}): Promise<string> {
  const tokens = new AccessTokens([{ keyId: sharedSecret.API_KEY, secret: sharedSecret.API_SECRET }]);
  const { token } = await tokens.issue({
    userId,
    name: `name of ${userId}`,
    grants: { ...ordinary, ...grants },
    ttlMs: 3_600_000,
    nowMs: Date.now(),
  });
  return token;
}

export function operatorToken(): Promise<string> {
  return tokenFor('operator', { role: 'operator', moderate: true });
}
