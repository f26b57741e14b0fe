import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { SigningKey } from './AccessTokens.ts';

const KeyFile = z.strictObject({ keyId: z.string().min(1), secret: z.string().min(32) });

/**
 * A development server's own key, made at its first start and kept in the data folder, so that tokens outlive a restart.
 * @throws when the file is there but cannot be read as a key: overwriting it would sign everybody out.
 */
export async function developmentKey(dataDir: string): Promise<{ key: SigningKey; isNew: boolean }> {
  const path = join(dataDir, 'development-key.json');
  const known = await readFile(path, 'utf8').catch(whenAbsent);
  if (known !== null) return { key: KeyFile.parse(JSON.parse(known)), isNew: false };
  const key = {
    keyId: `dev-${randomBytes(4).toString('hex')}`,
    secret: randomBytes(32).toString('base64url'),
  };
  await mkdir(dataDir, { recursive: true });
  await writeFile(path, `${JSON.stringify(key)}\n`, { mode: 0o600 });
  return { key, isNew: true };
}

function whenAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
