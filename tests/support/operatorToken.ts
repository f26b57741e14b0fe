import { SignJWT } from 'jose';
import { testSigningKeys } from './startApp.ts';

/** A platform operator's token for a server of `startApp` without keys of its own. */
export function operatorToken(): Promise<string> {
  const [{ keyId, secret }] = testSigningKeys;
  const grants = { room: '*', role: 'operator', moderate: true, subscribe: true };
  return new SignJWT({ name: 'Olga', grants })
    .setProtectedHeader({ alg: 'HS256', kid: keyId })
    .setSubject('olga')
    .setAudience('lianmai')
    .setExpirationTime('10m')
    .sign(new TextEncoder().encode(secret));
}
