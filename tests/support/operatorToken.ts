import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SignJWT } from 'jose';

interface Key {
  keyId: string;
  secret: string;
}

/** A platform operator's token; without a key, for a server of `startApp`. */
export function operatorToken(
  { keyId, secret }: Key = { keyId: 'test', secret: 'only for the tests of this process 1' },
): Promise<string> {
  const grants = { room: '*', role: 'operator', moderate: true, subscribe: true };
  return new SignJWT({ name: 'Olga', grants })
    .setProtectedHeader({ alg: 'HS256', kid: keyId })
    .setSubject('olga')
    .setAudience('lianmai')
    .setExpirationTime('10m')
    .sign(new TextEncoder().encode(secret));
}

/** The key that a development server has made for itself. */
export async function developmentKeyIn(dataDir: string): Promise<Key> {
  return JSON.parse(await readFile(join(dataDir, 'development-key.json'), 'utf8')) as Key;
}
