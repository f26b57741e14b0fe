import { guestGrants } from '../../server/src/auth/guests.ts';
import type { RunningApp } from '../support/startApp.ts';

/** Of a block for documentation: a public address as far as the server knows, told by a proxy on the loopback. */
export const publicAddress = '203.0.113.7';

/** @param room of which alone; without it of the whole platform */
export async function operatorToken({ app }: RunningApp, room = '*'): Promise<string> {
  const { token } = await app.tokens.issue({
    userId: room === '*' ? 'operator-1' : `operator-of-${room}`,
    name: 'Olga',
    grants: { ...guestGrants, room, role: 'operator', moderate: true },
    ttlMs: 600_000,
    nowMs: Date.now(),
  });
  return token;
}

/** Signs a guest in as a proxy would pass them on. */
export async function guestFrom(
  baseUrl: string,
  address: string,
  earlierToken?: string,
): Promise<{ status: number; token: string; userId: string; code: string | null }> {
  const response = await fetch(`${baseUrl}/api/auth/guest`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': address,
      ...(earlierToken ? { authorization: `Bearer ${earlierToken}` } : {}),
    },
    body: JSON.stringify({ name: 'Guest' }),
  });
  const body = JSON.parse(await response.text());
  return {
    status: response.status,
    token: body.token ?? '',
    userId: body.user?.id ?? '',
    code: body.error?.code ?? null,
  };
}
