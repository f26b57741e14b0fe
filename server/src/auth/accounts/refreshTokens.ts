import { createHash } from 'node:crypto';
import { randomId } from '../../rooms/ids.ts';
import type { SignInSecret } from './AccountStore.ts';

const secretBytes = 32;

/** A new sign-in, or with an id the next token of one. */
export function newRefreshToken(id = randomId()): SignInSecret & { token: string } {
  const secret = randomId(secretBytes);
  return { id, secretHash: hashOf(secret), token: `${id}.${secret}` };
}

/** `null` for what is no refresh token of ours. */
export function parseRefreshToken(token: string): SignInSecret | null {
  const [, id, secret] = /^([\w-]{16})\.([\w-]{43})$/.exec(token) ?? [];
  return id && secret ? { id, secretHash: hashOf(secret) } : null;
}

// The secret has 256 bits of randomness: nothing slower than a plain hash is needed.
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
