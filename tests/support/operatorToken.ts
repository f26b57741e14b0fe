import { SignJWT } from 'jose';

/** A platform operator's token for a server of `startApp` without keys of its own. */
export function operatorToken(): Promise<string> {
  const grants = { room: '*', role: 'operator', moderate: true, subscribe: true };
  return new SignJWT({ name: 'Olga', grants })
    .setProtectedHeader({ alg: 'HS256', kid: 'test' })
    .setSubject('olga')
    .setAudience('lianmai')
    .setExpirationTime('10m')
    .sign(new TextEncoder().encode('only for the tests of this process 1'));
}
