import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import webPush from 'web-push';
import { z } from 'zod';
import { randomId } from '../../rooms/ids.ts';

/** What tells push services that messages are this server's. Subscriptions are bound to it: with another one all are lost. */
export const VapidKeys = z.strictObject({
  publicKey: z.string().length(87),
  privateKey: z.string().length(43),
});
export type VapidKeys = z.infer<typeof VapidKeys>;

/**
 * The server's own keys, made at its first start and kept in the data folder.
 * @throws when the file is there but cannot be read as keys: making new ones would silence every subscription.
 */
export async function vapidKeys(dataDir: string): Promise<VapidKeys> {
  const path = join(dataDir, 'web-push-keys.json');
  const known = await read(path);
  if (known) return known;
  await mkdir(dataDir, { recursive: true });
  // Whole or not at all: another server on the same folder may read it in this very moment.
  const draft = `${path}.${randomId()}`;
  await writeFile(draft, `${JSON.stringify(webPush.generateVAPIDKeys())}\n`, { mode: 0o600, flag: 'wx' });
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    // It was first: then its keys are ours.
    if (error.code !== 'EEXIST') throw error;
  });
  await unlink(draft);
  const kept = await read(path);
  if (!kept) throw new Error(`${path} is gone`);
  return kept;
}

async function read(path: string): Promise<VapidKeys | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : VapidKeys.parse(JSON.parse(text));
}
